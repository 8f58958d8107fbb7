import type { ProjectConfig, ProjectPage, TagConfig } from '#contract/resources';
import type { AcknowledgeRequest, AlarmChanged, AlarmState, RuntimeAlarm } from '#contract/runtime-alarms';
import type { AnsweredWrite } from '#contract/runtime-frames';
import type { RuntimeListQuery, RuntimeTag, TagSample, TagWrite, TagWritten } from '#contract/runtime-tags';
import type { ConfigStore } from '../config/resources/config-store.ts';
import { GatewayError } from '../errors.ts';
import type { RuntimeMap } from '../redundancy/replication/runtime/runtime-map.ts';
import { quietAlarm } from './alarms/evaluate-alarm.ts';
import { configuredProject, configuredTag } from './configured.ts';
import type { RuntimeEngine } from './runtime-engine.ts';
import { dataTypeOf } from './tags/data-type.ts';

export interface PlantParts {
  configuration: ConfigStore;
  engine: RuntimeEngine;
  tags: RuntimeMap<TagSample>;
  alarms: RuntimeMap<AlarmState>;
  mayWrite: () => boolean;
  /** Something was written that is going to be answered as done. */
  answered: (write: AnsweredWrite) => void;
  /** Whether the other node has all that was written until now. */
  replicated: () => Promise<boolean>;
  /** The node that works; `null`: none is known. */
  activeNode: () => { name: string; address: string | null } | null;
  /** Epoch ms. */
  now: () => number;
}

/** The plant as operators see it: tags with their values, alarms with where they stand, pages that show both. */
export class Plant {
  readonly #parts: PlantParts;

  constructor(parts: PlantParts) {
    this.#parts = parts;
  }

  /** Throws `notFound` for a project that there is not. */
  listTags({ project, search, limit, offset }: RuntimeListQuery) {
    const { configuration } = this.#parts;
    if (project !== undefined) {
      const there = [...this.#shownBy(project)].filter((name) => configuration.get('tag', name) !== null);
      return windowOf(there, { search, limit, offset }, (name) => this.tag(name));
    }
    const { items, total, matching } = configuration.list('tag', { search, limit, offset });
    const tags = items.map(({ name, value }) => this.#tagOf(name, configuredTag(value)));
    return { items: tags, metadata: { total, matching, limit, offset } };
  }

  /** Throws `notFound`. */
  tag(name: string): RuntimeTag {
    return this.#tagOf(name, this.#tagConfig(name));
  }

  /** Throws `notFound`, `readOnly`, `badRequest` for another type, `notActiveHere`, `tooSlow`. */
  async write(name: string, { value, until }: TagWrite, who: string): Promise<TagWritten> {
    const config = this.#tagConfig(name);
    if (!isWritable(config)) throw new GatewayError('readOnly', { detail: `${name} is not written by operators` });
    if (dataTypeOf(value) !== config.dataType) {
      const detail = `A ${config.dataType} is needed`;
      throw new GatewayError('badRequest', { errors: [{ pointer: '/value', detail }] });
    }
    this.#requireActive();
    this.#requireInTime(until);
    const { tags, answered, replicated, now, engine } = this.#parts;
    const by = engine.switchOf(name);
    if (by !== null)
      throw new GatewayError('readOnly', { detail: `${name} is switched by the level while ${by} is on` });
    const sample: TagSample = { value, quality: 'Good', at: now() };
    tags.set(name, sample);
    answered({ map: 'tag-values', key: name, value: sample, who, at: sample.at });
    return { written: true, replicated: await replicated(), at: sample.at };
  }

  /** Throws `notFound` for a project that there is not. */
  listAlarms({ project, ...query }: RuntimeListQuery) {
    const names = project === undefined ? this.#parts.engine.alarms.keys() : this.#alarmsOn(this.#shownBy(project));
    return windowOf([...names], query, (name) => this.alarm(name));
  }

  /** Alarms of any of the tags, by name. */
  alarmsOf(tags: readonly string[]): RuntimeAlarm[] {
    return this.#alarmsOn(new Set(tags))
      .sort()
      .map((name) => this.alarm(name));
  }

  /** Throws `notFound`. */
  alarm(name: string): RuntimeAlarm {
    const config = this.#parts.engine.alarms.get(name);
    if (config === undefined) throw new GatewayError('notFound', { detail: `There is no alarm named ${name}` });
    const { tag, condition, limit, priority, description } = config;
    const unit = this.#unitOf(tag);
    return {
      ...{ name, tag, condition, limit, priority },
      ...(unit === undefined ? {} : { unit }),
      ...(description === undefined ? {} : { description }),
      ...(this.#parts.alarms.get(name) ?? quietAlarm),
    };
  }

  /** Throws `notFound`, `preconditionFailed` for another occurrence than the present, `notActiveHere`, `tooSlow`. */
  acknowledge(name: string, { occurrence, comment, until }: AcknowledgeRequest, who: string): Promise<AlarmChanged> {
    const before = this.alarm(name);
    this.#requireActive();
    this.#requireInTime(until);
    if (before.occurrence !== occurrence) {
      throw new GatewayError('preconditionFailed', { detail: 'That occurrence of the alarm is not the present one' });
    }
    const at = this.#parts.now();
    const said = { acknowledgedAt: at, acknowledgedBy: who, comment: comment ?? null };
    return this.#change(name, before.acknowledged ? {} : { acknowledged: true, ...said }, { who, at });
  }

  /** Throws `notFound`, `notActiveHere`. 0 ends it. */
  shelve(name: string, forMs: number, who: string): Promise<AlarmChanged> {
    this.alarm(name);
    const at = this.#parts.now();
    const change =
      forMs === 0 ? { shelvedUntilAt: null, shelvedBy: null } : { shelvedUntilAt: at + forMs, shelvedBy: who };
    return this.#change(name, change, { who, at });
  }

  /** What operators can open. */
  projects() {
    const { items } = this.#parts.configuration.list('project', { search: '', limit: 1000, offset: 0 });
    return items.map(({ name, value }) => {
      const { title, pages = [] } = configuredProject(value) ?? { title: name };
      return { name, title, pages: pages.map((page) => ({ name: page.name, title: page.title })) };
    });
  }

  /** A page of a project, as an operator opens it. Throws `notFound`. */
  page(project: string, page: string): ProjectPage & { projectTitle: string } {
    const config = this.#projectConfig(project);
    const found = config.pages?.find(({ name }) => name === page);
    if (found === undefined) throw new GatewayError('notFound', { detail: `${project} has no page named ${page}` });
    return { ...found, projectTitle: config.title };
  }

  async #change(name: string, change: Partial<AlarmState>, by: { who: string; at: number }): Promise<AlarmChanged> {
    this.#requireActive();
    const { alarms, answered, replicated } = this.#parts;
    const state = { ...(alarms.get(name) ?? quietAlarm), ...change };
    alarms.set(name, state);
    answered({ map: 'alarm-state', key: name, value: state, ...by });
    return { ...state, replicated: await replicated() };
  }

  #requireActive(): void {
    const { engine, mayWrite, tags, activeNode } = this.#parts;
    if (engine.mode === 'active' && tags.writable && mayWrite()) return;
    const active = activeNode();
    throw new GatewayError('notActiveHere', {
      detail: active === null ? 'No node is known to be active' : `${active.name} is the active node`,
      ...(active === null ? {} : { active }),
    });
  }

  #requireInTime(until: number | undefined): void {
    if (until === undefined || this.#parts.now() <= until) return;
    throw new GatewayError('tooSlow', { detail: 'It came too late to be done' });
  }

  #projectConfig(project: string): ProjectConfig {
    const row = this.#parts.configuration.get('project', project);
    const config = row === null ? null : configuredProject(row.value);
    if (config === null) throw new GatewayError('notFound', { detail: `There is no project named ${project}` });
    return config;
  }

  /** Names of the tags on any page of it. */
  #shownBy(project: string): ReadonlySet<string> {
    const { pages = [] } = this.#projectConfig(project);
    return new Set(pages.flatMap(({ tags }) => tags));
  }

  #alarmsOn(tags: ReadonlySet<string>): string[] {
    return [...this.#parts.engine.alarms].filter(([, { tag }]) => tags.has(tag)).map(([name]) => name);
  }

  /** `null`: there is such a tag, of a kind that this version does not know. */
  #tagConfig(name: string): TagConfig | null {
    const row = this.#parts.configuration.get('tag', name);
    if (row === null) throw new GatewayError('notFound', { detail: `There is no tag named ${name}` });
    return configuredTag(row.value);
  }

  #unitOf(name: string): string | undefined {
    const row = this.#parts.configuration.get('tag', name);
    return row === null ? undefined : configuredTag(row.value)?.unit;
  }

  #tagOf(name: string, config: TagConfig | null): RuntimeTag {
    if (config === null) return { name, value: null, quality: 'Bad', at: null, dataType: 'text', writable: false };
    const { dataType, unit, description } = config;
    const sample = this.#parts.tags.get(name) ?? { value: null, quality: 'Uncertain', at: null };
    return {
      ...{ name, dataType, writable: isWritable(config) },
      ...(unit === undefined ? {} : { unit }),
      ...(description === undefined ? {} : { description }),
      ...sample,
      ...(sample.quality === 'Good' && !this.#isFollowed() ? { quality: 'Uncertain' } : {}),
    };
  }

  /** Whether values here are those of a node that works: this one, or one that is heard. */
  #isFollowed(): boolean {
    return this.#parts.engine.mode === 'active' || this.#parts.activeNode() !== null;
  }
}

function isWritable(config: TagConfig | null): config is TagConfig {
  return config?.source === 'memory' || (config?.source === 'simulated' && config.part !== 'level');
}

/** Those of the names that hold the text, in their order; a part of them, and how many there are. */
function windowOf<T>(names: string[], query: Omit<RuntimeListQuery, 'project'>, read: (name: string) => T) {
  const { search, limit, offset } = query;
  const found = names.filter((name) => name.toLowerCase().includes(search.toLowerCase())).sort();
  const items = found.slice(offset, offset + limit).map(read);
  return { items, metadata: { total: names.length, matching: found.length, limit, offset } };
}
