import { problemIn, useGateway } from './http.testing.ts';

const tags = '/data/api/v1/runtime/tags';
const alarms = '/data/api/v1/runtime/alarms';

describe('Tags and alarms over HTTP', () => {
  const { gateway } = useGateway();

  beforeEach(async () => {
    await put('tag/Setpoint', { source: 'memory', dataType: 'number', unit: 'bar' });
    await put('tag/CPU', { source: 'host', dataType: 'number', metric: 'cpu' });
    await put('alarm/High pressure', {
      ...{ tag: 'Setpoint', condition: 'above', limit: 5, hysteresis: 1, delayMs: 0, priority: 'high' },
    });
  });

  it('[G5] a tag that nobody wrote yet is uncertain and has no age', async () => {
    const { items } = (await gateway().ask('GET', `${tags}?search=set`)).json<{ items: unknown[] }>();
    expect(items).toEqual([
      {
        name: 'Setpoint',
        value: null,
        quality: 'Uncertain',
        at: null,
        dataType: 'number',
        unit: 'bar',
        writable: true,
      },
    ]);
  });

  it('[G5] a value that is written is there, and the answer says whether the other node has it', async () => {
    const answer = await write('Setpoint', 3.5);
    expect(answer.json()).toEqual({ written: true, replicated: true, at: jasmine.any(Number) });
    const tag = (await gateway().ask('GET', `${tags}/Setpoint`)).json<{ value: unknown; quality: string }>();
    expect([tag.value, tag.quality]).toEqual([3.5, 'Good']);
  });

  it('[G5] a value of another type is refused at its member, and nothing is changed', async () => {
    const answer = await write('Setpoint', 'high');
    expect(problemIn(answer).errors).toEqual([{ pointer: '/value', detail: 'A number is needed' }]);
    expect((await gateway().ask('GET', `${tags}/Setpoint`)).json<{ value: unknown }>().value).toBeNull();
  });

  it('[G5] what operators do not write is refused', async () => {
    expect(problemIn(await write('CPU', 3)).code).toBe('readOnly');
    expect((await write('Nowhere', 3)).statusCode).toBe(404);
  });

  it('[G5] a standby refuses a write with the name and the address of the active node', async () => {
    gateway().activeNode = { name: 'B', address: 'http://b.plant.example:8089' };
    const problem = problemIn(await write('Setpoint', 3));
    expect(problem.code).toBe('notActiveHere');
    expect(problem.active).toEqual({ name: 'B', address: 'http://b.plant.example:8089' });
  });

  it('[G5] a viewer only reads', async () => {
    const viewer = { 'x-ignition-api-token': 'viewer-token-0123' };
    expect((await gateway().askAs(viewer, 'PUT', `${tags}/Setpoint`, { body: { value: 1 } })).statusCode).toBe(403);
    expect((await gateway().askAs(viewer, 'GET', `${tags}/Setpoint`)).statusCode).toBe(200);
  });

  it('[P1] an alarm comes, is acknowledged once with a name, and goes', async () => {
    jasmine.clock().install();
    try {
      gateway().plant.follow('Cold');
      gateway().plant.follow('Active');
      await write('Setpoint', 7);
      jasmine.clock().tick(300);
      const came = await alarm();
      expect([came['active'], came['acknowledged'], came['value']]).toEqual([true, false, 7]);
      const body = { occurrence: came['occurrence'], comment: 'on my way' };
      const answer = await gateway().ask('POST', `${alarms}/High%20pressure/acknowledge`, { body });
      expect(answer.json<{ acknowledgedBy: string }>().acknowledgedBy).toBe('script');
      await write('Setpoint', 4.5);
      jasmine.clock().tick(300);
      expect((await alarm())['active']).toBeTrue();
      await write('Setpoint', 4);
      jasmine.clock().tick(300);
      const gone = await alarm();
      expect([gone['active'], gone['acknowledged'], gone['comment']]).toEqual([false, true, 'on my way']);
    } finally {
      jasmine.clock().uninstall();
    }
  });

  it('[P1] an occurrence that is not the present one is not acknowledged', async () => {
    const answer = await gateway().ask('POST', `${alarms}/High%20pressure/acknowledge`, {
      body: { occurrence: 'old' },
    });
    expect(problemIn(answer).code).toBe('preconditionFailed');
  });

  function put(path: string, value: unknown) {
    return gateway().ask('PUT', `/data/api/v1/resources/${encodeURI(path)}`, { body: { value } });
  }

  function write(name: string, value: unknown) {
    return gateway().ask('PUT', `${tags}/${name}`, { body: { value } });
  }

  async function alarm(): Promise<Record<string, unknown>> {
    const { items } = (await gateway().ask('GET', alarms)).json<{ items: Record<string, unknown>[] }>();
    return items[0] ?? {};
  }
});
