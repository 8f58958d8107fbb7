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

  it('[P3] what came later than its asker waits is not done', async () => {
    const until = Date.now() - 1;
    const body = { value: 9, until };
    const answer = await gateway().ask('PUT', `${tags}/Setpoint`, { body });
    expect([answer.statusCode, problemIn(answer).code]).toEqual([408, 'tooSlow']);
    expect((await gateway().ask('GET', `${tags}/Setpoint`)).json<{ value: unknown }>().value).toBeNull();
    const inTime = { value: 9, until: Date.now() + 60_000 };
    expect((await gateway().ask('PUT', `${tags}/Setpoint`, { body: inTime })).statusCode).toBe(200);
  });

  it('[G5] what operators do not write is refused', async () => {
    expect(problemIn(await write('CPU', 3)).code).toBe('readOnly');
    expect((await write('Nowhere', 3)).statusCode).toBe(404);
  });

  it('[G5] a pump is not written while the level switches it, and is from then on', async () => {
    const parts = { Pump: 'pump', Automatic: 'automatic' };
    for (const [name, part] of Object.entries(parts)) {
      await put(`tag/${name}`, { source: 'simulated', dataType: 'boolean', equipment: 'Tank', part });
    }
    expect(problemIn(await write('Pump', true)).detail).toBe('Pump is switched by the level while Automatic is on');
    expect((await write('Automatic', false)).statusCode).toBe(200);
    expect((await write('Pump', true)).statusCode).toBe(200);
  });

  it('[G5] tags and alarms are listed by project', async () => {
    await put('tag/Other', { source: 'memory', dataType: 'text' });
    const page = { name: 'overview', title: 'Overview', tags: ['Setpoint', 'CPU', 'Nowhere'], trends: [] };
    await put('project/works', { title: 'Works', pages: [page] });
    await put('alarm/Busy', {
      ...{ tag: 'Other', condition: 'above', limit: 5, hysteresis: 1, delayMs: 0, priority: 'high' },
    });
    expect(await namesOf(`${tags}?project=works`)).toEqual(['CPU', 'Setpoint']);
    expect(await namesOf(`${tags}?project=works&search=set`)).toEqual(['Setpoint']);
    expect(await namesOf(`${alarms}?project=works`)).toEqual(['High pressure']);
    expect((await gateway().ask('GET', `${tags}?project=gone`)).statusCode).toBe(404);
  });

  it('[G5] a value is uncertain where no working node is heard', async () => {
    await write('Setpoint', 3.5);
    gateway().plant.follow('Cold');
    expect(await tag('Setpoint')).toEqual(jasmine.objectContaining({ value: 3.5, quality: 'Uncertain' }));
    gateway().activeNode = { name: 'B', address: null };
    expect(await tag('Setpoint')).toEqual(jasmine.objectContaining({ value: 3.5, quality: 'Good' }));
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
    for (const [what, body] of Object.entries({ acknowledge: { occurrence: 'x' }, shelve: { forMs: 1000 } })) {
      const answer = await gateway().askAs(viewer, 'POST', `${alarms}/High%20pressure/${what}`, { body });
      expect(answer.statusCode).toBe(403);
    }
    expect((await gateway().askAs(viewer, 'GET', `${tags}/Setpoint`)).statusCode).toBe(200);
    expect((await gateway().askAs(viewer, 'GET', alarms)).statusCode).toBe(200);
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

  it('[P1] a standby refuses an acknowledgement and a shelving with the name of the active node', async () => {
    gateway().activeNode = { name: 'B', address: null };
    for (const [what, body] of Object.entries({ acknowledge: { occurrence: 'old' }, shelve: { forMs: 1000 } })) {
      const problem = problemIn(await gateway().ask('POST', `${alarms}/High%20pressure/${what}`, { body }));
      expect([problem.code, problem.active?.name]).toEqual(['notActiveHere', 'B']);
    }
  });

  it('[P1] an alarm is shelved until a time, by a name, and not any more', async () => {
    const shelve = (forMs: number) => gateway().ask('POST', `${alarms}/High%20pressure/shelve`, { body: { forMs } });
    const { shelvedUntilAt, shelvedBy } = (await shelve(60_000)).json<{ shelvedUntilAt: number; shelvedBy: string }>();
    expect(shelvedUntilAt).toBeGreaterThan(Date.now() + 50_000);
    expect(shelvedBy).toBe('script');
    expect((await shelve(0)).json<{ shelvedUntilAt: number | null }>().shelvedUntilAt).toBeNull();
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

  async function tag(name: string): Promise<unknown> {
    return (await gateway().ask('GET', `${tags}/${name}`)).json<unknown>();
  }

  async function namesOf(url: string): Promise<string[]> {
    const { items } = (await gateway().ask('GET', url)).json<{ items: { name: string }[] }>();
    return items.map(({ name }) => name);
  }

  async function alarm(): Promise<Record<string, unknown>> {
    const { items } = (await gateway().ask('GET', alarms)).json<{ items: Record<string, unknown>[] }>();
    return items[0] ?? {};
  }
});
