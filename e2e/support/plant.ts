import { installedModules } from '#contract/modules';
import { problem, type Problem } from '#contract/problem';
import { runtimeAlarms, type RuntimeAlarm } from '#contract/runtime-alarms';
import { runtimeTag, tagWritten, type RuntimeTag, type TagWritten } from '#contract/runtime-tags';
import type { Gateway } from './gateway.ts';
import { until } from './until.ts';

const base = '/data/api/v1/runtime';

export async function readPlantTag(gateway: Gateway, name: string): Promise<RuntimeTag> {
  const response = await gateway.api(`${base}/tags/${encodeURIComponent(name)}`);
  return runtimeTag.parse(await response.json());
}

/** Throws unless the write was answered as done. */
export async function writePlantTag(gateway: Gateway, name: string, value: unknown): Promise<TagWritten> {
  return tagWritten.parse(await (await put(gateway, name, value)).json());
}

/** Why the write is refused. */
export async function refusedWrite(gateway: Gateway, name: string, value: unknown): Promise<Problem> {
  return problem.parse(await (await put(gateway, name, value)).json());
}

export async function alarmNamed(gateway: Gateway, name: string): Promise<RuntimeAlarm> {
  const { items } = runtimeAlarms.parse(await (await gateway.api(`${base}/alarms?limit=1000`)).json());
  const found = items.find((each) => each.name === name);
  if (found === undefined) throw new Error(`There is no alarm ${name}`);
  return found;
}

export async function acknowledge(gateway: Gateway, alarm: RuntimeAlarm, comment: string): Promise<boolean> {
  const path = `${base}/alarms/${encodeURIComponent(alarm.name)}/acknowledge`;
  const body = JSON.stringify({ occurrence: alarm.occurrence, comment });
  return (await gateway.api(path, { method: 'POST', headers: json, body })).ok;
}

/** Installs a module on the Master, and waits until the other node runs it too. */
export async function installModule(master: Gateway, backup: Gateway, id: string, text: string): Promise<void> {
  const headers = { 'Content-Type': 'text/javascript' };
  const answer = await master.api('/data/api/v1/modules', { method: 'POST', headers, body: text });
  if (!answer.ok) throw new Error(await answer.text());
  await until(`the Backup runs ${id}`, async () => {
    const { items } = installedModules.parse(await (await backup.api('/data/api/v1/modules')).json());
    return items.some((each) => each.id === id && each.state === 'running');
  });
}

const json = { 'Content-Type': 'application/json' };

function put(gateway: Gateway, name: string, value: unknown): Promise<Response> {
  const body = JSON.stringify({ value });
  return gateway.api(`${base}/tags/${encodeURIComponent(name)}`, { method: 'PUT', headers: json, body });
}
