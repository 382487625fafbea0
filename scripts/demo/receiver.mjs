// A sample receiver: fails the first call it gets, as receivers do, and takes all others.
import { once } from 'node:events';
import { createServer, STATUS_CODES } from 'node:http';

export async function startReceiver(onRequest) {
  let calls = 0;
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    calls += 1;
    const status = calls === 1 ? 500 : 200;
    response.writeHead(status).end();
    const { method, url, httpVersion, rawHeaders } = request;
    onRequest({
      number: calls,
      at: Date.now(),
      head: [`${method} ${url} HTTP/${httpVersion}`, ...pairs(rawHeaders)].join('\n'),
      body: Buffer.concat(chunks).toString(),
      status,
      answer: `${status} ${STATUS_CODES[status]}`,
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}/hook`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

const pairs = (raw) =>
  Array.from({ length: raw.length / 2 }, (_, index) => `${raw[2 * index]}: ${raw[2 * index + 1]}`);
