import { Agent, get } from 'node:http';

/** A client that reads one address over and over until it is ended; a process of its own, as clients are. */
const [url = '', key = ''] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true });

function read(): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { 'x-api-key': key } }, (response) => {
      response.resume().on('end', resolve);
    }).on('error', reject);
  });
}

for (;;) {
  await read();
  process.stdout.write('.');
}
