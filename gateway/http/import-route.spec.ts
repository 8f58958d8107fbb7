import { existsSync, readdirSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { saved } from '#contract/resources';
import { tagChange } from '../config/resources/config-store.testing.ts';
import { problemIn, useGateway } from './http.testing.ts';

const path = '/data/api/v1/resources-import';
const value = { source: 'memory', dataType: 'number', description: 'x'.repeat(600) };
const many = Array.from({ length: 2000 }, (_each, at) => ({ type: 'tag', name: `T${at}`, value }));
const file = (resources: unknown[]) => ({ format: 'understudy-resources', version: 1, resources });

describe('A large file of resources', () => {
  const { gateway, path: directory } = useGateway();
  const post = (resources: unknown[]) => gateway().ask('POST', path, { body: file(resources) });

  it('[G3] is written whole, in the chain of changes, and told to whoever runs on the configuration', async () => {
    const told = new Set<string>();
    gateway().configuration.onChange((_before, rows) => rows?.forEach(({ name }) => told.add(name)));
    const answer = await post(many);
    expect(saved.parse(answer.json())).toEqual({ revision: 2000, replicated: true });
    const { configuration } = gateway();
    expect(configuration.position?.revision).toBe(2000);
    expect(configuration.countsAfter(0)).toEqual({ 'tag-config-resource': 2000 });
    expect(configuration.get('tag', 'T7')?.author).toBe('script');
    while (told.size < 2000) await new Promise((resolve) => setImmediate(resolve));
    expect(saved.parse((await post(many)).json()).revision).toBe(2000);
  });

  it('[G3] is refused whole, with the member that is wrong', async () => {
    const wrong = [...many, { type: 'tag', name: 'Bad', value: { source: 1 } }];
    expect(problemIn(await post(wrong)).errors?.[0]?.pointer).toBe('/resources/2000/value/source');
    expect(problemIn(await post([...many, many[3]])).errors?.[0]?.pointer).toBe('/resources/2000/name');
    expect(gateway().configuration.all()).toEqual([]);
  });

  it('[G3] lets other changes wait, and no second one in', async () => {
    const importing = post(many);
    const { configuration } = gateway();
    while (!configuration.isWrittenBeside) await new Promise((resolve) => setImmediate(resolve));
    const second = problemIn(await post(many));
    expect(second).toEqual(jasmine.objectContaining({ status: 503, detail: 'Another import is under way' }));
    const url = '/data/api/v1/resources/tag/Beside';
    const beside = await gateway().ask('PUT', url, { body: { value: { source: 'memory', dataType: 'number' } } });
    expect((await importing).statusCode).toBe(200);
    expect(saved.parse(beside.json()).revision).toBe(2001);
    expect(configuration.position?.revision).toBe(2001);
  });

  it('[G3] is refused whole where it names a module whose file is not here, and taken where it is', async () => {
    const waves = { title: 'Waves', version: '1', bytes: 5, sha256: '' };
    const naming = (sha256: string) => post([...many, { type: 'module', name: 'waves', value: { ...waves, sha256 } }]);
    const refused = problemIn(await naming('0'.repeat(64)));
    expect(refused.detail).toContain('The file of the module waves is not here');
    expect(gateway().configuration.all()).toEqual([]);
    const here = gateway().plant.moduleFiles.add(new TextEncoder().encode('waves'));
    expect((await naming(here)).statusCode).toBe(200);
  });

  it('[G3] that the gateway exported is taken', async () => {
    expect((await post(many)).statusCode).toBe(200);
    const exported = await gateway().ask('GET', '/data/api/v1/resources-export');
    const { configuration } = gateway();
    await configuration.write([tagChange('T7', null)], 'anna');
    const again = await gateway().ask('POST', path, { body: exported.body });
    expect(saved.parse(again.json()).revision).toBe(2002);
    expect(configuration.get('tag', 'T7')?.value).toBe(JSON.stringify(value));
  });

  it('[G3] lies on the disk until it was read, and no longer, whatever comes of it', async () => {
    const lying = () => readdirSync(directory('exports'));
    expect((await post(many)).statusCode).toBe(200);
    expect(lying()).toEqual([]);
    const text = JSON.stringify(file(many));
    for (const wrong of [
      text.slice(0, -1),
      text.replace('"T7"', '"T7"}'),
      text.replace('"version":1', '"version":2'),
    ]) {
      expect(problemIn(await gateway().ask('POST', path, { body: wrong })).status).toBe(400);
    }
    gateway().place = { isHere: () => false, master: () => null };
    expect(problemIn(await post(many)).code).toBe('notEditableHere');
    expect(lying()).toEqual([]);
  });

  it('[G3] of which a part comes, and no more, is removed', async () => {
    const { app } = gateway();
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as AddressInfo;
    const headers = { 'x-ignition-api-token': 'administrator-token', 'content-type': 'application/json' };
    const sending = http.request({ host: '127.0.0.1', port, path, method: 'POST', headers, agent: false });
    sending.on('error', () => undefined);
    sending.write('x'.repeat(1_000_000));
    const lying = () => existsSync(directory('exports')) && readdirSync(directory('exports')).length > 0;
    while (!lying()) await new Promise((resolve) => setImmediate(resolve));
    sending.destroy();
    while (lying()) await new Promise((resolve) => setImmediate(resolve));
    expect((await post(many)).statusCode).toBe(200);
  });
});
