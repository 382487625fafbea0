// The sample receiver: fails the first call it gets, as receivers do, and takes all others.
import { STATUS_CODES } from 'node:http';

export async function startReceiver(onRequest) {
  // Built together with Doorbell, which is only certain now.
  const testing = await import('../../dist/libs/testing/src/index.js');
  const receiver = await testing.startReceiver({ answer });
  return { url: `${receiver.url}hook`, close: () => receiver.close() };

  function answer({ head, body, at }, _response, number) {
    const status = number === 1 ? 500 : 200;
    onRequest({ at: at.getTime(), head, body, status, answer: `${status} ${STATUS_CODES[status]}` });
    return status;
  }
}
