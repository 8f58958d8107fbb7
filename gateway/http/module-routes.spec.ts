import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemIn, useGateway } from './http.testing.ts';

const base = '/data/api/v1/modules';
const waves = readFileSync(join(import.meta.dirname, '../runtime/modules/sample/waves.mjs'), 'utf8');

describe('Modules over HTTP', () => {
  const { gateway } = useGateway();

  it('[G4] a module is installed from its file, runs, and is removed again', async () => {
    const answer = await install(waves);
    expect(answer.json()).toEqual({ revision: 1, replicated: true, id: 'waves', version: '1.0.0' });
    await gateway().plant.restart();
    expect((await list())[0]).toEqual(jasmine.objectContaining({ id: 'waves', state: 'running', problem: null }));
    expect((await gateway().ask('DELETE', `${base}/waves`)).statusCode).toBe(200);
    expect(await list()).toEqual([]);
  });

  it('[G4] what is no module is refused with the reason, and nothing is kept', async () => {
    const answer = await install('export const manifest = 7;');
    expect(problemIn(answer).detail).toContain('The file is not a module');
    expect(await list()).toEqual([]);
  });

  it('[G4] a module is sent as what it is', async () => {
    expect((await gateway().ask('POST', base, { body: { manifest: {} } })).statusCode).toBe(415);
  });

  it('[G4] the resource of a module whose file is not here is refused', async () => {
    const value = { title: 'Gone', version: '1', sha256: 'a'.repeat(64), bytes: 7 };
    const answer = await gateway().ask('PUT', '/data/api/v1/resources/module/gone', { body: { value } });
    expect(problemIn(answer).detail).toContain('install it with POST');
  });

  it('[G4] a Backup installs nothing, and names the Master', async () => {
    gateway().place = { isHere: () => false, master: () => ({ name: 'A', address: null }) };
    expect(problemIn(await install(waves)).code).toBe('notEditableHere');
  });

  function install(text: string) {
    const headers = { 'x-ignition-api-token': 'administrator-token', 'content-type': 'text/javascript' };
    return gateway().app.inject({
      method: 'POST',
      url: base,
      payload: text,
      headers: { host: 'localhost', ...headers },
    });
  }

  async function list(): Promise<unknown[]> {
    return (await gateway().ask('GET', base)).json<{ items: unknown[] }>().items;
  }
});
