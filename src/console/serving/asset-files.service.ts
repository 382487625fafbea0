import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { followingSystem } from './system-theme.js';

const require = createRequire(import.meta.url);
const own = (name: string): URL => new URL(`../assets/${name}`, import.meta.url);

/** The parts of our own style sheet, in their order. */
const styles = ['colours', 'frame', 'parts', 'lists', 'forms', 'webhook', 'operations'] as const;

/** Where each file is; several become one. Those of packages are taken as they come. */
const sources = {
  'tabler.css': require.resolve('@tabler/core/dist/css/tabler.min.css'),
  'htmx.js': require.resolve('htmx.org/dist/htmx.min.js'),
  'console.css': styles.map((name) => own(`styles/${name}.css`)),
  'icon.svg': own('icon.svg'),
  'theme.js': own('theme.js'),
  'theme-choice.js': own('theme-choice.js'),
  'times.js': own('times.js'),
  'webhook-form.js': own('webhook-form.js'),
  'live.js': own('live.js'),
  'live-rows.js': own('live-rows.js'),
  'live-part.js': own('live-part.js'),
  'local-moments.js': own('local-moments.js'),
  'copy.js': own('copy.js'),
} as const satisfies Readonly<Record<string, string | URL | readonly URL[]>>;

export type AssetName = keyof typeof sources;
const names = Object.keys(sources) as readonly AssetName[];

/** The address of each file; its content's hash is in it, so that it may be kept for ever. */
export type AssetUrls = Readonly<Record<AssetName, string>>;

const contentTypes: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

export const encodings = ['br', 'gzip', 'identity'] as const;
export type Encoding = (typeof encodings)[number];

interface Asset {
  readonly name: AssetName;
  readonly hash: string;
  readonly content: Buffer;
  readonly compressed: Map<Encoding, Promise<Buffer>>;
}

/** The best of 11 takes seconds for the largest file. */
const brotliQuality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

const compress: Readonly<Record<Encoding, (content: Buffer) => Promise<Buffer>>> = {
  br: async (content) => promisify(brotliCompress)(content, brotliQuality),
  gzip: promisify<Buffer, Buffer>(gzip),
  identity: async (content) => Promise.resolve(content),
};

/** The style sheets and scripts of the console. Read when the first page is made, compressed when first asked for. */
@Injectable()
export class AssetFiles {
  private loaded: ReadonlyMap<AssetName, Asset> | undefined;
  private madeUrls: AssetUrls | undefined;

  get urls(): AssetUrls {
    this.madeUrls ??= Object.fromEntries(
      [...this.assets().values()].map(({ name, hash }) => [name, `/console/assets/${hash}/${name}`]),
    ) as AssetUrls;
    return this.madeUrls;
  }

  /** Undefined where there is no such file, or where its content is another by now. */
  async read(
    hash: string,
    name: string,
    encoding: Encoding,
  ): Promise<{ readonly content: Buffer; readonly contentType: string } | undefined> {
    const asset = this.assets().get(name as AssetName);
    if (!asset || asset.hash !== hash) return undefined;
    let content = asset.compressed.get(encoding);
    if (!content) asset.compressed.set(encoding, (content = compress[encoding](asset.content)));
    return { content: await content, contentType: contentTypes[name.split('.').at(-1)!]! };
  }

  private assets(): ReadonlyMap<AssetName, Asset> {
    this.loaded ??= new Map(names.map((name) => [name, load(name)]));
    return this.loaded;
  }
}

function load(name: AssetName): Asset {
  const text = [sources[name]].flat().map((source) => withoutSourceMap(readFileSync(source, 'utf8')));
  const whole = text.join('\n');
  const content = Buffer.from(name.endsWith('.css') ? followingSystem(whole) : whole);
  const hash = createHash('sha256').update(content).digest('base64url').slice(0, 16);
  return { name, hash, content, compressed: new Map() };
}

/** We do not serve them. */
const withoutSourceMap = (text: string): string => text.replace(/\n?\/[*/]# sourceMappingURL=.*$/m, '');
