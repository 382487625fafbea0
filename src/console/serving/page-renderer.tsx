import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { type Frame, FrameContext } from '../layout/frame.js';
import { Layout } from '../layout/layout.js';
import type { Fragment, Page } from '../layout/page.js';

const gzipped = promisify<Buffer, Buffer>(gzip);
/** Smaller ones gain nothing. */
const compressedFromBytes = 1_024;

/** The text of a whole page. */
export function renderPage({ options }: Page, frame: Frame): string {
  const { title, section, scripts = [], body } = options;
  const names = [title(frame.texts, frame.types), frame.organizer?.name, 'Doorbell'];
  const whole = names.filter((name) => name !== undefined).join(' · ');
  const page = (
    <Layout title={whole} section={section} scripts={scripts}>
      {body}
    </Layout>
  );
  return `<!doctype html>${inFrame(page, frame)}`;
}

export const renderFragment = ({ body }: Fragment, frame: Frame): string => inFrame(body, frame);

const inFrame = (content: VNode, frame: Frame): string =>
  renderToString(<FrameContext.Provider value={frame}>{content}</FrameContext.Provider>);

/** What is sent, and how it is encoded. */
export async function encode(
  html: string,
  acceptEncoding: string | undefined,
): Promise<{ readonly content: Buffer; readonly encoding: 'gzip' | undefined }> {
  const content = Buffer.from(html);
  const isCompressed = content.length >= compressedFromBytes && /\bgzip\b/.test(acceptEncoding ?? '');
  return isCompressed
    ? { content: await gzipped(content), encoding: 'gzip' }
    : { content, encoding: undefined };
}
