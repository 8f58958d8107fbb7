import * as z from 'zod/mini';
import { resourceName } from '#contract/resources';
import {
  acknowledgeRequest,
  alarmChanged,
  runtimeAlarms,
  shelveRequest,
  type AlarmChanged,
} from '#contract/runtime-alarms';
import { runtimeListQuery, runtimeTag, runtimeTags, tagWrite, tagWritten } from '#contract/runtime-tags';
import type { Plant } from '../runtime/plant.ts';
import { requesterOf } from './access.ts';
import type { GatewayApp } from './zod-provider.ts';

const base = '/data/api/v1/runtime';
const tags = ['Runtime'];
const polled = { needs: 'viewer', polled: true } as const;
const operator = { needs: 'operator' } as const;
const named = z.strictObject({ name: resourceName });

/** Tags and alarms of the plant. Whatever changes them is done on the active node. */
export function runtimeRoutes(app: GatewayApp, plant: Plant): void {
  tagRoutes(app, plant);
  writeRoute(app, plant);
  alarmRoute(app, plant);
  acknowledgeRoute(app, plant);
  shelveRoute(app, plant);
}

function tagRoutes(app: GatewayApp, plant: Plant): void {
  app.get(
    `${base}/tags`,
    {
      config: polled,
      schema: {
        operationId: 'getTags',
        summary: 'Tags with value, quality and time, by name',
        tags,
        querystring: runtimeListQuery,
        response: { 200: runtimeTags },
      },
    },
    ({ query }) => plant.listTags(query),
  );
  app.get(
    `${base}/tags/:name`,
    {
      config: polled,
      schema: { operationId: 'getTag', summary: 'A tag', tags, params: named, response: { 200: runtimeTag } },
    },
    ({ params }) => plant.tag(params.name),
  );
}

function writeRoute(app: GatewayApp, plant: Plant): void {
  app.put(
    `${base}/tags/:name`,
    {
      config: operator,
      schema: {
        operationId: 'writeTag',
        summary: 'Write a value; `replicated` says whether the other node has it too',
        tags,
        params: named,
        body: tagWrite,
        response: { 200: tagWritten },
      },
    },
    (request) => plant.write(request.params.name, request.body, requesterOf(request).userName),
  );
}

function alarmRoute(app: GatewayApp, plant: Plant): void {
  app.get(
    `${base}/alarms`,
    {
      config: polled,
      schema: {
        operationId: 'getAlarms',
        summary: 'Alarms and where they stand, by name',
        tags,
        querystring: runtimeListQuery,
        response: { 200: runtimeAlarms },
      },
    },
    ({ query }) => plant.listAlarms(query),
  );
}

function acknowledgeRoute(app: GatewayApp, plant: Plant): void {
  app.post(
    `${base}/alarms/:name/acknowledge`,
    {
      config: operator,
      schema: {
        operationId: 'acknowledgeAlarm',
        summary: 'Acknowledge one occurrence of an alarm',
        tags,
        params: named,
        body: acknowledgeRequest,
        response: { 200: alarmChanged },
      },
    },
    (request): Promise<AlarmChanged> =>
      plant.acknowledge(request.params.name, request.body, requesterOf(request).userName),
  );
}

function shelveRoute(app: GatewayApp, plant: Plant): void {
  app.post(
    `${base}/alarms/:name/shelve`,
    {
      config: operator,
      schema: {
        operationId: 'shelveAlarm',
        summary: 'Shelve an alarm for some time, or end that',
        tags,
        params: named,
        body: shelveRequest,
        response: { 200: alarmChanged },
      },
    },
    (request): Promise<AlarmChanged> =>
      plant.shelve(request.params.name, request.body.forMs, requesterOf(request).userName),
  );
}
