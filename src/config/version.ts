import { readFileSync } from 'node:fs';

const { version: own } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
) as {
  version: string;
};

/** Of this Doorbell, when it is built: package.json lies beside `dist/`. */
export const version = own;
