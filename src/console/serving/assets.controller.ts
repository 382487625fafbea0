import { RequirePermission } from '@app/access';
import { NotFound } from '@app/rest';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { AssetFiles, type Encoding, encodings } from './asset-files.service.js';

/** Style sheets and scripts: the same for everybody, and kept by browsers for as long as they like. */
@ApiExcludeController()
@Controller('console/assets')
@RequirePermission('public')
export class AssetsController {
  constructor(private readonly assets: AssetFiles) {}

  @Get(':hash/:name')
  async get(
    @Param('hash') hash: string,
    @Param('name') name: string,
    @Req() { headers }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const encoding = encodingOf(headers['accept-encoding']);
    const asset = await this.assets.read(hash, name, encoding);
    if (!asset) throw new NotFound();
    void reply
      .header('content-type', asset.contentType)
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('vary', 'accept-encoding');
    if (encoding !== 'identity') void reply.header('content-encoding', encoding);
    return asset.content;
  }
}

/** The best that the browser takes. */
export function encodingOf(acceptEncoding: string | undefined): Encoding {
  if (acceptEncoding === undefined) return 'identity';
  const negotiator = new Negotiator({ headers: { 'accept-encoding': acceptEncoding } });
  const accepted = new Set(negotiator.encodings([...encodings]));
  return encodings.find((encoding) => accepted.has(encoding)) ?? 'identity';
}
