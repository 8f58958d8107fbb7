import { inject, Injectable } from '@angular/core';
import { firstValueFrom, type Observable } from 'rxjs';
import type { RuntimeAlarm } from '#contract/runtime-alarms';
import type { RuntimeTag } from '#contract/runtime-tags';
import type { Answer } from '../../gateways/failure.ts';
import { failureSentence } from '../../gateways/failure-sentences.ts';
import { mayBeginMs, RuntimeApi } from '../runtime-api.ts';
import { Drafts } from './drafts.ts';

export function tagKey(name: string): string {
  return `tag ${name}`;
}

/** An acknowledgement is for one occurrence. */
export function alarmKey({ name, occurrence }: Pick<RuntimeAlarm, 'name' | 'occurrence'>): string {
  return `alarm ${name} ${occurrence ?? ''}`;
}

/** Who is asked, and when by its clock, epoch ms. */
export interface Asked {
  node: string;
  at: number;
}

/**
 * What an operator has the gateway do. What is not answered as done is said to be not done, and stays typed: no node
 * begins any more with what its page has given up. Where it had begun, the value says so.
 */
@Injectable()
export class Operate {
  private readonly api = inject(RuntimeApi);
  private readonly drafts = inject(Drafts);
  private readonly underWay = new Set<Promise<unknown>>();

  /** Resolves when everything that was sent is answered, or is known to be not. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.underWay);
  }

  async write({ name, dataType }: RuntimeTag, text: string, asked: Asked): Promise<void> {
    const key = tagKey(name);
    const value = valueOf(dataType, text);
    if (value === null) {
      this.drafts.refuse(key, text, 'A number is needed, such as 12.5.');
      return;
    }
    await this.send(key, text, asked, this.api.write(name, { value, until: asked.at + mayBeginMs }));
  }

  async acknowledge(alarm: RuntimeAlarm, comment: string, asked: Asked): Promise<void> {
    const { occurrence } = alarm;
    if (occurrence === null) return;
    const said = comment === '' ? {} : { comment };
    const request = this.api.acknowledge(alarm.name, { occurrence, ...said, until: asked.at + mayBeginMs });
    await this.send(alarmKey(alarm), comment, asked, request);
  }

  /** What is shown now: what nobody answered may be done. */
  see({ name, dataType, value, at }: RuntimeTag): void {
    const key = tagKey(name);
    const { state, text, sentAt = null } = this.drafts.values()[key] ?? {};
    if (state !== 'refused' || text === undefined || sentAt === null || at === null || at < sentAt) return;
    if (valueOf(dataType, text) === value) this.drafts.confirm(key, 'Done');
  }

  private async send(key: string, text: string, asked: Asked, request: Observable<Answer<{ replicated: boolean }>>) {
    this.drafts.send(key, text, asked.at);
    const answered = firstValueFrom(request);
    this.underWay.add(answered);
    this.settle(key, text, asked.node, await answered);
    this.underWay.delete(answered);
  }

  private settle(key: string, text: string, node: string, answer: Answer<{ replicated: boolean }>): void {
    // Something else was typed meanwhile: that stays.
    const isSame = this.drafts.values()[key]?.text === text;
    if (answer.ok) {
      if (isSame) this.drafts.confirm(key, answer.value.replicated ? 'Done' : `Done on ${node} only`);
      return;
    }
    if (!isSame) return;
    const note = `Not done: ${failureSentence(answer.failure, node)}`;
    if (answer.failure.kind === 'refused') this.drafts.refuse(key, text, note);
    else this.drafts.giveUp(key, note);
  }
}

/** `null`: not a value of that type. */
export function valueOf(dataType: RuntimeTag['dataType'], text: string): number | boolean | string | null {
  if (dataType === 'text') return text;
  if (dataType === 'boolean') return text === 'true';
  const number = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || !Number.isFinite(number) ? null : number;
}
