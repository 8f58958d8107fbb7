import { moduleValue, type ModuleValue } from '#contract/modules';
import { alarmConfig, projectConfig, tagConfig } from '#contract/resources';
import type { AlarmConfig, ProjectConfig, TagConfig } from '#contract/resources';
import * as z from 'zod/mini';

/** `null`: this version knows no such tag. A newer Master, or an older version on this disk, has written it. */
export function configuredTag(text: string): TagConfig | null {
  return z.safeParse(tagConfig, JSON.parse(text)).data ?? null;
}

/** `null`: this version knows no such alarm. */
export function configuredAlarm(text: string): AlarmConfig | null {
  return z.safeParse(alarmConfig, JSON.parse(text)).data ?? null;
}

/** `null`: this version knows no such project. */
export function configuredProject(text: string): ProjectConfig | null {
  return z.safeParse(projectConfig, JSON.parse(text)).data ?? null;
}

/** `null`: this version knows no such module. */
export function configuredModule(text: string): ModuleValue | null {
  return z.safeParse(moduleValue, JSON.parse(text)).data ?? null;
}
