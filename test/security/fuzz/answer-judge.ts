import { fixedHeaders } from '@app/rest';
import { OpenApiContract } from '../../setup/openapi-contract.js';
import type { DocumentedOperation } from '../documented-operations.js';
import type { RawAnswer, RawRequest } from '../raw-client.js';

const contract = OpenApiContract.read();
const json = 'application/json; charset=utf-8';

/** Whatever else is in an answer's head was put there by somebody. */
const knownHeaders = new Set([
  ...Object.keys(fixedHeaders()),
  'allow',
  'connection',
  'content-length',
  'content-type',
  'date',
  'idempotent-replayed',
  'keep-alive',
  'retry-after',
  'www-authenticate',
  'x-request-id',
]);

/** What Node refuses before there is a request: docs/api.md names them. */
const ofTransport = new Set([400, 408, 417, 431]);

/** What is wrong with an answer, whatever was asked. */
export function faultsOf(
  operation: DocumentedOperation,
  { path }: RawRequest,
  { status, headers, text }: RawAnswer,
): readonly string[] {
  if (status >= 500) return [`${status} ${text}`];
  const named = new Map(headers);
  if (!named.has('x-request-id')) return ofTransport.has(status) ? [] : [`${status} without X-Request-Id`];
  const faults = [...named.keys()].filter((name) => !knownHeaders.has(name)).map((name) => `header ${name}`);
  if (text !== '' && named.get('content-type') !== json) faults.push(`type ${named.get('content-type')}`);
  // An answer that is given again may be that of another operation.
  if (faults.length > 0 || !isReadable(path) || named.has('idempotent-replayed')) return faults;
  return faultsOfBody(operation, path, status, text);
}

function faultsOfBody(
  { method }: DocumentedOperation,
  path: string,
  status: number,
  text: string,
): readonly string[] {
  try {
    contract.check(method, path, status, text === '' ? undefined : (JSON.parse(text) as unknown));
    return [];
  } catch (error) {
    return [String(error)];
  }
}

/** Another path names no operation. */
function isReadable(path: string): boolean {
  try {
    const [plain] = path.split('?');
    return plain!.split('/').every((segment) => decodeURIComponent(segment).length <= 500);
  } catch {
    return false;
  }
}
