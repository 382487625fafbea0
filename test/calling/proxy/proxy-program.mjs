// An HTTP proxy as a process of its own. Standard input: its configuration, a line of JSON. Standard output: first its
// port, then a line of JSON for each request it gets.
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Server } from 'proxy-chain';

const [text] = await once(createInterface(process.stdin), 'line');
const { login, certificate } = JSON.parse(text);
const server = new Server({
  host: '127.0.0.1',
  port: 0,
  ...(certificate && { serverType: 'https', httpsOptions: certificate }),
  prepareRequestFunction: ({ username, password, hostname, port, request }) => {
    const isWelcome = !login || `${username}:${password}` === login;
    process.stdout.write(`${JSON.stringify({ method: request.method, hostname, port, isWelcome })}\n`);
    return { requestAuthentication: !isWelcome };
  },
});
await server.listen();
process.stdout.write(`${server.port}\n`);
