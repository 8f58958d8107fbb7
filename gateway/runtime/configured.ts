import { moduleValue, type ModuleValue } from '#contract/modules';
import { alarmConfig, projectConfig, tagConfig } from '#contract/resources';
import type { AlarmConfig, ProjectConfig, TagConfig } from '#contract/resources';
import * as z from 'zod/mini';

/** `null`: this version knows no such tag. A newer Master, or an older version on this disk, has written it. */
export function configuredTag(text: string): TagConfig | null {
  return z.safeParse(tagConfig, read(text)).data ?? null;
}

/** `null`: this version knows no such alarm. */
export function configuredAlarm(text: string): AlarmConfig | null {
  return z.safeParse(alarmConfig, read(text)).data ?? null;
}

/** `null`: this version knows no such project. */
export function configuredProject(text: string): ProjectConfig | null {
  return z.safeParse(projectConfig, read(text)).data ?? null;
}

/** `null`: this version knows no such module. */
export function configuredModule(text: string): ModuleValue | null {
  return z.safeParse(moduleValue, read(text)).data ?? null;
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
