import { createServer } from 'node:net';

const given = new Set<number>();

/** A port on loopback that nobody listens on, and that is given once. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = await ask();
    if (given.has(port)) continue;
    given.add(port);
    return port;
  }
}

function ask(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
