import { resource, resourceFile, resourceList, saved } from '#contract/resources';
import { problemIn, useGateway } from './http.testing.ts';

const base = '/data/api/v1/resources';
const level = { source: 'memory', dataType: 'number', unit: 'm' };

describe('The resources API', () => {
  const { gateway } = useGateway();
  const put = (name: string, value: unknown, headers: Record<string, string> = {}, type = 'tag') =>
    gateway().ask('PUT', `${base}/${type}/${encodeURIComponent(name)}`, { body: { value }, headers });

  it('[G3] creates, reads, changes and deletes a resource by its revision', async () => {
    const created = await put('Tank 1/Level', level);
    expect(saved.parse(created.json())).toEqual({ revision: 1, replicated: true });
    expect(created.headers['etag']).toBe('"1"');
    const read = await gateway().ask('GET', `${base}/tag/Tank%201%2FLevel`);
    expect(resource.parse(read.json())).toEqual(jasmine.objectContaining({ name: 'Tank 1/Level', value: level }));
    expect(read.headers['etag']).toBe('"1"');
    expect(problemIn(await put('Tank 1/Level', level)).code).toBe('preconditionRequired');
    expect(problemIn(await put('Tank 1/Level', level, { 'if-match': '"7"' })).code).toBe('preconditionFailed');
    expect(problemIn(await put('Tank 1/Level', level, { 'if-match': 'x' })).code).toBe('preconditionFailed');
    expect((await put('Tank 1/Level', level, { 'if-match': '"1"' })).statusCode).toBe(200);
    const remove = (headers: Record<string, string>) =>
      gateway().ask('DELETE', `${base}/tag/Tank%201%2FLevel`, { headers });
    expect(problemIn(await remove({})).code).toBe('preconditionRequired');
    expect(problemIn(await remove({ 'if-match': '"1"' })).code).toBe('preconditionFailed');
    expect(saved.parse((await remove({ 'if-match': '"2"' })).json()).revision).toBe(3);
    expect(problemIn(await gateway().ask('GET', `${base}/tag/Tank%201%2FLevel`)).status).toBe(404);
  });

  it('[G3] lists resources of a type by name, a window at a time', async () => {
    for (const name of ['Flow', 'Level 2', 'Level 1']) await put(name, level);
    await put('Level', { title: 'Plant' }, {}, 'project');
    const answer = await gateway().ask('GET', `${base}/tag?search=level&limit=1&offset=1`);
    const { items, metadata } = resourceList.parse(answer.json());
    expect(items.map(({ name }) => name)).toEqual(['Level 2']);
    expect(metadata).toEqual({ total: 3, matching: 2, limit: 1, offset: 1 });
  });

  it('[G3] names each wrong member of a value, and changes nothing', async () => {
    const wrong = await put('Level', { source: 'memory', dataType: 'nothing', more: 1 });
    expect(
      problemIn(wrong)
        .errors?.map(({ pointer }) => pointer)
        .sort(),
    ).toEqual(['/value/dataType', '/value/more']);
    expect(problemIn(await put('no/../<way>', level)).status).toBe(400);
    expect(problemIn(await put('Level', level, {}, 'unknown')).status).toBe(400);
    expect(gateway().configuration.all()).toEqual([]);
  });

  it('[G3] exports everything as one file, which is imported whole or not at all', async () => {
    await put('Level', level);
    await put('Plant', { title: 'Plant' }, {}, 'project');
    const file = resourceFile.parse((await gateway().ask('GET', `${base}-export`)).json());
    const broken = { ...file, resources: [...file.resources, { type: 'tag', name: 'Bad', value: { source: 1 } }] };
    const refused = problemIn(await gateway().ask('POST', `${base}-import`, { body: broken }));
    expect(refused.errors?.[0]?.pointer).toBe('/resources/2/value/source');
    const twice = { ...file, resources: [...file.resources, ...file.resources] };
    expect(problemIn(await gateway().ask('POST', `${base}-import`, { body: twice })).status).toBe(400);
    expect(gateway().configuration.position?.revision).toBe(2);
    const flow = { type: 'tag', name: 'Flow', value: level };
    const more = { ...file, resources: [...file.resources, flow] };
    expect(saved.parse((await gateway().ask('POST', `${base}-import`, { body: more })).json()).revision).toBe(3);
    expect(gateway().configuration.get('tag', 'Level')?.revision).toBe(1);
  });

  it('[G3] is edited on the Master only, and a Backup says where that is', async () => {
    const master = { name: 'Master-A', address: 'http://a.example:8088' };
    gateway().place = { isHere: () => false, master: () => master };
    const body = { format: 'understudy-resources', version: 1, resources: [] };
    const headers = { 'if-match': '*' };
    for (const answer of [
      await put('Level', level),
      await gateway().ask('DELETE', `${base}/tag/Level`, { headers }),
      await gateway().ask('POST', `${base}-import`, { body }),
    ]) {
      expect(problemIn(answer)).toEqual(jasmine.objectContaining({ code: 'notEditableHere', master }));
    }
    expect((await gateway().ask('GET', `${base}/tag`)).statusCode).toBe(200);
    expect(gateway().configuration.position).toBeNull();
  });

  it('lets a viewer read, and an administrator only write', async () => {
    const viewer = { 'x-ignition-api-token': 'viewer-token-0123' };
    const body = { value: level };
    expect((await gateway().askAs(viewer, 'GET', `${base}/tag`)).statusCode).toBe(200);
    expect((await gateway().askAs(viewer, 'PUT', `${base}/tag/Level`, { body })).statusCode).toBe(403);
  });
});
