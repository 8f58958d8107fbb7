import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import * as z from 'zod/mini';
import { envelope, linkPath } from '#contract/link-frames';
import { useTemporaryDirectory } from '../../config/disk/temporary-directory.testing.ts';
import { snapshot } from '../activity/activity.testing.ts';
import { LinkEnd, makeCertificate } from './link.testing.ts';
import { MessageSocket } from './message-socket.ts';

describe('The link', () => {
  const path = useTemporaryDirectory();
  let master: LinkEnd;
  let backup: LinkEnd;

  beforeEach(async () => {
    mkdirSync(path('a'));
    mkdirSync(path('b'));
    master = new LinkEnd('Master', 'node-a', await makeCertificate(path('a')));
    backup = new LinkEnd('Backup', 'node-b', await makeCertificate(path('b')));
    await master.listen();
    backup.target = { ...backup.target, port: master.port };
  });

  afterEach(async () => {
    await backup.stop();
    await master.stop();
  });

  it('opens from the Backup, proves both ends, and says hello both ways', async () => {
    await backup.listen();
    await master.until(() => master.hellos.length === 1);
    expect(master.hellos[0]?.card.name).toBe('node-b');
    expect(backup.hellos[0]?.card.name).toBe('node-a');
    expect(master.kept[0]?.fingerprint).toMatch(/^([0-9A-F]{2}:){31}/);
    expect(master.kept[0]?.fingerprint).not.toBe(backup.kept[0]?.fingerprint);
  });

  it('carries frames in both directions', async () => {
    await backup.listen();
    await master.until(() => master.hellos.length === 1);
    master.link.send({ type: 'united' });
    backup.link.send({ type: 'configured', number: 3, problem: null, pullMs: null, applyMs: null });
    await Promise.all([backup.until(() => backup.frames.length === 1), master.until(() => master.frames.length === 1)]);
    expect(master.frames).toEqual([{ type: 'configured', number: 3, problem: null, pullMs: null, applyMs: null }]);
  });

  it('is opened again when it was lost', async () => {
    await backup.listen();
    await master.until(() => master.hellos.length === 1);
    master.link.drop();
    await master.until(() => master.hellos.length === 2);
    expect(backup.downs.length).toBe(1);
  });

  it('tells refusals apart from silence', async () => {
    await backup.listen();
    await backup.until(() => backup.hellos.length === 1);
    await master.stop();
    await backup.until(() => backup.refusals >= 2);
    expect(backup.failures.at(-1)?.because).toBe('refused');
  });

  it('takes a refusal for the death of the peer only where the peer was linked', async () => {
    await backup.listen();
    await backup.until(() => backup.hellos.length === 1);
    await master.stop();
    await backup.until(() => backup.refusals >= 2);
    backup.target = { ...backup.target, port: 1 };
    backup.link.redial();
    backup.refusals = 0;
    const failures = backup.failures.length;
    await backup.until(() => backup.failures.length > failures + 2);
    expect(backup.failures.at(-1)).toEqual({ because: 'refused', detail: jasmine.stringContaining('ECONNREFUSED') });
    expect(backup.refusals).toBe(0);
  });

  it('says that a host is none, and goes on trying', async () => {
    backup.target = { ...backup.target, host: 'no:host' };
    await backup.listen();
    await backup.until(() => backup.failures.length >= 2);
    expect(backup.failures[0]?.detail).toBe('no:host is no host name');
    backup.target = { ...backup.target, host: '127.0.0.1' };
    await backup.until(() => backup.hellos.length === 1);
  });

  it('keeps the Backup that is linked, and says so to a second one', async () => {
    await backup.listen();
    await master.until(() => master.hellos.length === 1);
    master.credentials = { ...master.credentials, linkedWith: 'node-b' };
    const second = new LinkEnd('Backup', 'node-c', await makeCertificate(path('a')));
    second.target = backup.target;
    await second.listen();
    await second.until(() => second.failures.length > 0);
    expect(second.failures[0]?.detail).toContain('another Backup');
    expect(master.downs).toEqual([]);
    await second.stop();
  });

  it('survives a frame that its receiver fails to handle: the link is opened anew', async () => {
    await backup.listen();
    await master.until(() => master.hellos.length === 1);
    master.onFrame = () => {
      throw new Error('a defect');
    };
    backup.link.send({ type: 'united' });
    await master.until(() => master.hellos.length === 2);
    expect(master.downs[0]).toContain('could not be handled');
  });

  const strangers: [string, (backup: LinkEnd) => Partial<LinkEnd['credentials']>, string][] = [
    ['has another secret', () => ({ secret: 'another secret' }), 'the same pairing secret'],
    ['belongs to another pair', () => ({ pairId: 'other' }), 'another pair'],
    ['is the same node', () => ({ nodeId: 'node-a' }), 'directed to itself'],
  ];
  for (const [what, change, sentence] of strangers) {
    it(`refuses a peer that ${what}, with that reason on both ends`, async () => {
      backup.credentials = { ...backup.credentials, ...change(backup) };
      await backup.listen();
      await Promise.all([
        backup.until(() => backup.failures.some(({ because }) => because === 'rejected')),
        master.until(() => master.failures.length > 0),
      ]);
      expect(backup.failures[0]?.detail).toContain(sentence);
      expect(master.failures[0]?.detail).toContain(sentence);
      expect(master.hellos).toEqual([]);
      expect(master.kept).toEqual([]);
    });
  }

  it('refuses a peer that shows another certificate than the pinned one', async () => {
    master.credentials = { ...master.credentials, pinned: () => 'AA:BB' };
    await backup.listen();
    await master.until(() => master.failures.length > 0);
    expect(master.failures[0]?.detail).toContain('another certificate');
  });

  it('is not taken by a gateway that is no Master', async () => {
    const other = new LinkEnd('Backup', 'node-c', await makeCertificate(path('a')));
    other.target = { ...other.target, host: '' };
    await other.listen();
    backup.target = { ...backup.target, port: other.port };
    await backup.listen();
    await backup.until(() => backup.failures.length > 0);
    expect(backup.failures[0]?.detail).toContain('one must be Master, the other Backup');
    await other.stop();
  });

  const nonsense: [string, string | Buffer][] = [
    ['text that is no JSON', 'hello?'],
    ['a frame before the handshake', JSON.stringify({ count: 1, frame: { type: 'united' } })],
    ['bytes', Buffer.from([0, 255, 3])],
    ['a handshake of 20 kB', JSON.stringify({ type: 'greet', greeting: { nonce: 'x'.repeat(20_000) } })],
  ];
  for (const [what, message] of nonsense) {
    it(`closes the connection of a stranger who sends ${what}, and says so in the log`, async () => {
      const stranger = new WebSocket(`wss://127.0.0.1:${master.port}${linkPath}`, { rejectUnauthorized: false });
      await once(stranger, 'open');
      stranger.send(message);
      await once(stranger, 'close');
      await master.until(() => master.failures.length > 0);
      expect(master.lines.join()).toContain('No link with');
      expect(master.hellos).toEqual([]);
    });
  }

  it('opens although strangers that say nothing hold every place', async () => {
    const url = `wss://127.0.0.1:${master.port}${linkPath}`;
    const strangers = Array.from({ length: 12 }, () => new WebSocket(url, { rejectUnauthorized: false }));
    await Promise.all(strangers.map((stranger) => once(stranger, 'open')));
    await backup.listen();
    await backup.until(() => backup.hellos.length + backup.failures.length > 0);
    expect(backup.hellos.length).toBe(1);
    for (const stranger of strangers) stranger.terminate();
  });

  it('says that what answers is no gateway', async () => {
    const stranger = createServer((_request, response) => response.writeHead(404).end()).listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const { port } = stranger.address() as AddressInfo;
    backup.target = { host: '127.0.0.1', port, tls: false };
    await backup.listen();
    await backup.until(() => backup.failures.length > 0);
    const detail = 'what answers there is no gateway that takes the link (HTTP 404)';
    expect(backup.failures[0]).toEqual({ because: 'unreachable', detail });
    stranger.close();
  });

  it('refuses an upgrade at any other path', async () => {
    const stranger = new WebSocket(`wss://127.0.0.1:${master.port}/elsewhere`, { rejectUnauthorized: false });
    const [error] = (await once(stranger, 'error')) as [Error];
    expect(error.message).toContain('404');
  });

  it('is closed when a proved peer sends what is no frame, and nothing of it is handled', async () => {
    await backup.listen();
    await master.until(() => master.hellos.length === 1);
    backup.link.send({ type: 'configured', number: 1, problem: 4 as unknown as null, pullMs: null, applyMs: null });
    await master.until(() => master.downs.length === 1);
    expect(master.downs[0]).toContain('cannot be read');
    expect(master.frames).toEqual([]);
  });

  for (const [what, further] of Object.entries({ repeated: 0, lost: 2 })) {
    it(`is closed when a frame was ${what} on the way`, async () => {
      await backup.listen();
      await master.until(() => master.hellos.length === 1);
      const sent = spyOn(MessageSocket.prototype, 'send').and.callThrough();
      backup.link.send({ type: 'united' });
      const { object, args } = sent.calls.mostRecent();
      const { count, frame } = z.parse(envelope, args[0]);
      (object as MessageSocket).send({ count: count + further, frame });
      await master.until(() => master.downs.length === 1);
      expect(master.downs[0]).toContain('cannot be read');
      expect(master.frames).toEqual([{ type: 'united' }]);
    });
  }

  it('is closed when a hello comes twice', async () => {
    await backup.listen();
    await master.until(() => master.hellos.length === 1);
    const [first] = backup.hellos;
    if (first !== undefined) backup.link.send({ ...first, snapshot: snapshot() });
    await master.until(() => master.downs.length === 1);
    expect(master.downs[0]).toContain('second hello');
  });
});
