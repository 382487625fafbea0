import { createHash } from 'node:crypto';
import type { INestApplication } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/** The tag and its text, or the attribute and its value. */
const inlineStyles = /<style[^>]*>([^<]*)<\/style>|\sstyle="([^"]*)"/g;

/** The only styles that Swagger UI adds to its page as text: those of its logo. */
const logoStyle = '.logo_small_svg__cls-2{fill:#fff}.logo_small_svg__cls-3{fill:#85ea2d}';

/**
 * Lets the pages below `path` use their own scripts and styles, and ask this server: no one else's, nothing inline but
 * the styles that stand in the page, and no frame around them. Everything else keeps what fixedHeaders() says.
 */
export function allowOwnParts(app: INestApplication, path: string): void {
  const fastify = app.getHttpAdapter().getInstance() as FastifyInstance;
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const isPage = String(reply.getHeader('content-type')).startsWith('text/html');
    if (isPage && typeof payload === 'string' && request.url.startsWith(path))
      void reply.header('content-security-policy', policyOf(payload));
    done(null, payload);
  });
}

function policyOf(page: string): string {
  const inPage = [...page.matchAll(inlineStyles)].map(([, text, value]) => text ?? value ?? '');
  const hashes = [...inPage, logoStyle].map(hashOf);
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'unsafe-hashes' ${hashes.join(' ')}`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
