import { readdirSync } from 'node:fs';
import http from 'node:http';
import { once } from 'node:events';
import { resourceFile, saved } from '#contract/resources';
import { copyInWorker } from '../config/resources/copy-order.ts';
import { problemIn, useGateway } from './http.testing.ts';

const url = '/data/api/v1/resources-export';
const value = { source: 'memory', dataType: 'number', description: 'ä"\\'.repeat(200) };
const resources = Array.from({ length: 3000 }, (_each, at) => ({ type: 'tag', name: `T${10_000 + at}`, value }));

describe('The file of all resources', () => {
  const { gateway, path } = useGateway();
  const post = (body: unknown) => gateway().ask('POST', '/data/api/v1/resources-import', { body });
  const left = () => readdirSync(path('exports'));
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('[G3] is what an import takes, with every resource in the order of its name', async () => {
    await post({ format: 'understudy-resources', version: 1, resources });
    const answer = await gateway().ask('GET', url);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.headers['content-length']).toBe(String(Buffer.byteLength(answer.body)));
    const file = resourceFile.parse(JSON.parse(answer.body));
    expect(answer.body).toBe(JSON.stringify(file));
    expect(file.resources).toEqual(resources as never);
    expect(file.holds).toContain('Not in it: users');
    expect(saved.parse((await post(file)).json()).revision).toBe(3000);
    while (left().length > 0) await turn();
  });

  it('[G3] of a gateway on which nothing was saved is one without resources', async () => {
    const file = resourceFile.parse((await gateway().ask('GET', url)).json());
    expect(file.resources).toEqual([]);
  });

  it('[G3] is written while everything else is answered, two at a time', async () => {
    let open = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    gateway().copyExport = async (order, signal) => {
      await gate;
      return copyInWorker(order, signal);
    };
    const exporting = [gateway().ask('GET', url), gateway().ask('GET', url)];
    await turn();
    expect((await gateway().ask('GET', '/data/api/v1/resources/tag')).statusCode).toBe(200);
    const third = await gateway().ask('GET', url);
    expect(third.headers['retry-after']).toBe('5');
    expect(problemIn(third)).toEqual(jasmine.objectContaining({ status: 503, code: 'unavailable' }));
    open();
    for (const answer of await Promise.all(exporting)) expect(answer.statusCode).toBe(200);
    while (left().length > 0) await turn();
    expect((await gateway().ask('GET', url)).statusCode).toBe(200);
  });

  it('[G3] is given up and removed when whoever asked leaves, as it is written and as it is sent', async () => {
    await post({ format: 'understudy-resources', version: 1, resources });
    let begun = 0;
    gateway().copyExport = (order, signal) => {
      begun += 1;
      return copyInWorker(order, signal);
    };
    const { app } = gateway();
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as { port: number };
    const headers = { 'x-ignition-api-token': 'administrator-token' };
    for (const moment of ['written', 'sent']) {
      const asked = http.get({ host: '127.0.0.1', port, path: url, headers, agent: false });
      asked.on('error', () => undefined);
      while (begun === 0) await turn();
      begun = 0;
      if (moment === 'sent') await once(asked, 'response');
      asked.destroy();
    }
    while (left().length > 0) await turn();
    expect(gateway().log('WARN')).toEqual([]);
    const both = await Promise.all([gateway().ask('GET', url), gateway().ask('GET', url)]);
    expect(both.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
  });
});
