import * as z from 'zod/mini';
import { useGateway } from './http.testing.ts';

const operation = z.looseObject({
  operationId: z.string().check(z.minLength(3)),
  summary: z.string().check(z.minLength(3)),
  security: z.array(z.unknown()),
  requestBody: z.optional(z.unknown()),
  parameters: z.optional(z.array(z.looseObject({ name: z.string(), in: z.string() }))),
  responses: z.record(z.string(), z.unknown()),
});
const document = z.object({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), operation)),
});

describe('/openapi.json', () => {
  const { gateway } = useGateway();

  it('[G10] describes every route with an id and a summary', async () => {
    const { openapi, paths } = document.parse((await gateway().askAs({}, 'GET', '/openapi.json')).json());
    expect(openapi).toBe('3.1.0');
    const described = Object.entries(paths).flatMap(([url, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${url.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    const registered = gateway().routes.routes.filter(({ method, url }) => method !== 'HEAD' && url !== '/*');
    expect(described.sort()).toEqual(registered.map(({ method, url }) => `${method} ${url}`).sort());
  });

  it('says what a request needs and may hold', async () => {
    const { paths } = document.parse((await gateway().askAs({}, 'GET', '/openapi.json')).json());
    const put = paths['/data/api/v1/redundancy/config']?.['put'];
    expect(JSON.stringify(put?.requestBody)).toContain('syncTimoutSecs');
    expect(put?.security.length).toBe(2);
    expect(Object.keys(put?.responses ?? {})).toEqual(['200', '4XX']);
    const logs = paths['/data/api/v1/logs']?.['get'];
    expect(logs?.parameters?.map(({ name }) => name)).toContain('minLevel');
    expect(paths['/system/heartbeat']?.['get']?.security).toEqual([]);
  });

  it('says how a list is sorted, and every list that has a limit gives all that one answer can hold', async () => {
    const { paths } = document.parse((await gateway().askAs({}, 'GET', '/openapi.json')).json());
    const lists = Object.entries(paths).flatMap(([url, { get }]) =>
      get?.parameters?.some(({ name }) => name === 'limit') === true ? [url] : [],
    );
    expect(lists).toContain('/data/api/v1/redundancy/events');
    for (const url of lists) {
      const answer = await gateway().ask('GET', `${url.replace('{type}', 'tag')}?limit=-1`);
      expect([url, answer.statusCode]).toEqual([url, 200]);
    }
    const events = JSON.stringify(paths['/data/api/v1/redundancy/events']?.['get']?.parameters);
    expect(events).toContain('asc|desc');
    expect(events).toContain('Only what happened after this time');
  });
});
