import { type NodeSettings, nodeSettingsView } from '#contract/node-settings';
import { problemIn, useGateway } from './http.testing.ts';

const url = '/data/api/v1/networking/node-settings';

describe('Node Settings over HTTP', () => {
  const { gateway } = useGateway();

  it('[N1] are read with their revision, and saved by who read the present one', async () => {
    const { saved, etag } = await read();
    const answer = await save({ ...saved, nodeName: 'Pump house' }, etag);
    expect(nodeSettingsView.parse(answer.json()).saved.nodeName).toBe('Pump house');
    expect(answer.headers.etag).not.toBe(etag);
    expect(await read()).toEqual(jasmine.objectContaining({ etag: String(answer.headers.etag) }));
  });

  it('[N1] are not overwritten by who read an older revision', async () => {
    const { saved, etag } = await read();
    await save({ ...saved, nodeName: 'First' }, etag);
    const refused = problemIn(await save({ ...saved, nodeName: 'Second' }, etag));
    expect([refused.status, refused.title]).toEqual([412, 'Somebody else changed it in the meantime']);
    expect((await read()).saved.nodeName).toBe('First');
  });

  it('[N1] are not overwritten by who read none', async () => {
    const { saved } = await read();
    const refused = problemIn(await gateway().ask('PUT', url, { body: { ...saved, nodeName: 'Pump house' } }));
    expect([refused.status, refused.code]).toEqual([428, 'preconditionRequired']);
    expect((await read()).saved).toEqual(saved);
  });

  it('[N2] get the error of every wrong field at its field', async () => {
    const { saved, etag } = await read();
    const wrong = { ...saved, httpPort: 70_000, httpsPort: '8060', publicAddress: 'http://a/path' };
    const refused = problemIn(await save(wrong, etag));
    expect(refused.errors).toEqual([
      { pointer: '/httpPort', detail: 'At most 65535' },
      { pointer: '/httpsPort', detail: 'Enter a whole number' },
      { pointer: '/publicAddress', detail: 'Enter host, host:port or http(s)://host:port' },
    ]);
    expect((await read()).saved).toEqual(saved);
  });

  async function read(): Promise<{ saved: NodeSettings; etag: string }> {
    const answer = await gateway().ask('GET', url);
    return { saved: nodeSettingsView.parse(answer.json()).saved, etag: String(answer.headers.etag) };
  }

  function save(body: unknown, etag: string) {
    return gateway().ask('PUT', url, { body, headers: { 'if-match': etag } });
  }
});
