import { charts } from '#contract/charts';
import { problemIn, useGateway } from './http.testing.ts';

const path = '/data/api/v1/redundancy/charts';

describe('The charts of the redundancy API', () => {
  const { gateway } = useGateway();
  const ask = async (query: string) => charts.parse((await gateway().ask('GET', path + query)).json());

  it('[S5] tells what was kept for the Backup in the time that is asked for', async () => {
    const at = gateway().clock.now();
    gateway().charts.add({ updates: 7, bytes: 1400, logBytes: 5000 });
    const { series } = await ask(`?from=${at - 60_000}&to=${at}`);
    expect(series.map(({ name, points }) => [name, points.length, points[0]?.[1]])).toEqual([
      ['Cached updates', 1, 7],
      ['Cached bytes', 1, 1400],
      ['Log of changes', 1, 5000],
    ]);
    expect((await ask(`?to=${at - 60_000}`)).series[0]?.points).toEqual([]);
  });

  it('[S5] refuses a time that is none, and who is not signed in', async () => {
    expect(problemIn(await gateway().ask('GET', `${path}?from=yesterday`)).status).toBe(400);
    expect(problemIn(await gateway().ask('GET', `${path}?form=1`)).status).toBe(400);
    expect(problemIn(await gateway().askAs({}, 'GET', path)).status).toBe(401);
  });
});
