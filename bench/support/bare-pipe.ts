import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

// The peer of the benchmark: one WebSocket over TLS between two processes, and the same rows as JSON. Nothing else:
// no versions, no digest, nobody who decides. `node bare-pipe.ts take KEY CERT` takes, `… send PORT KEYS MS` sends.

/** What may be on its way, as on the link of a pair. */
const mostOutstanding = 8;
const rowsInFrame = 2000;

const [mode, ...rest] = process.argv.slice(2);
if (mode === 'take') await take(rest[0] ?? '', rest[1] ?? '');
else await send(Number(rest[0]), Number(rest[1]), Number(rest[2]));

async function take(keyFile: string, certFile: string): Promise<void> {
  const values = new Map<string, unknown>();
  const server = createServer({ key: readFileSync(keyFile), cert: readFileSync(certFile) });
  new WebSocketServer({ server }).on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      const { rows, count } = JSON.parse(data.toString('utf8')) as { rows: unknown[]; count: number };
      for (let index = 0; index < rows.length; index += 2) values.set(rows[index] as string, rows[index + 1]);
      socket.send(JSON.stringify({ count }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.send?.((server.address() as AddressInfo).port);
}

async function send(port: number, keys: number, forMs: number): Promise<void> {
  const names = Array.from({ length: keys }, (_, index) => `[default]Area ${index % 7}/Tank ${index}/Level`);
  const socket = new WebSocket(`wss://127.0.0.1:${port}`, { rejectUnauthorized: false, perMessageDeflate: false });
  await once(socket, 'open');
  const startedAt = performance.now();
  const perSecond: number[] = [];
  let countedAt = { at: startedAt, rows: 0 };
  let [sent, acknowledged, next] = [0, 0, 0];
  const pump = () => {
    for (; sent - acknowledged < mostOutstanding; sent += 1) {
      const rows: unknown[] = [];
      for (let index = 0; index < rowsInFrame; index += 1, next = (next + 1) % keys) {
        rows.push(names[next], {
          value: sent + index,
          quality: 'Good',
          at: performance.timeOrigin + performance.now(),
        });
      }
      socket.send(JSON.stringify({ count: sent, rows }));
    }
  };
  socket.on('message', () => {
    acknowledged += 1;
    const now = performance.now();
    const rows = acknowledged * rowsInFrame;
    if (now - countedAt.at >= 1000) {
      perSecond.push(((rows - countedAt.rows) * 1000) / (now - countedAt.at));
      countedAt = { at: now, rows };
    }
    if (now - startedAt < forMs) return pump();
    process.send?.(perSecond);
    socket.close();
  });
  pump();
}
