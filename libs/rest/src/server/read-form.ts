import { RawBody } from './raw-body.js';

/** The fields of a form as browsers send it. @throws UnsupportedMediaType, MalformedBody */
export function readForm(body: unknown): URLSearchParams {
  return body instanceof RawBody ? body.readForm() : new URLSearchParams();
}
