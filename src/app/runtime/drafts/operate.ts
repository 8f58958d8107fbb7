import { inject, Injectable } from '@angular/core';
import { firstValueFrom, type Observable } from 'rxjs';
import type { RuntimeAlarm } from '#contract/runtime-alarms';
import type { RuntimeTag } from '#contract/runtime-tags';
import type { Answer } from '../../gateways/failure.ts';
import { failureSentence } from '../../gateways/failure-sentences.ts';
import { RuntimeApi } from '../runtime-api.ts';
import { Drafts } from './drafts.ts';

export function tagKey(name: string): string {
  return `tag ${name}`;
}

/** An acknowledgement is for one occurrence. */
export function alarmKey({ name, occurrence }: Pick<RuntimeAlarm, 'name' | 'occurrence'>): string {
  return `alarm ${name} ${occurrence ?? ''}`;
}

/** What an operator has the gateway do. What is not answered as done is said to be not done, and stays typed. */
@Injectable()
export class Operate {
  private readonly api = inject(RuntimeApi);
  private readonly drafts = inject(Drafts);
  private readonly underWay = new Set<Promise<unknown>>();

  /** Resolves when everything that was sent is answered, or is known to be not. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.underWay);
  }

  async write({ name, dataType }: RuntimeTag, text: string, node: string): Promise<void> {
    const key = tagKey(name);
    const value = valueOf(dataType, text);
    if (value === null) {
      this.drafts.refuse(key, text, 'A number is needed, such as 12.5.');
      return;
    }
    await this.send(key, text, node, this.api.write(name, value));
  }

  async acknowledge(alarm: RuntimeAlarm, comment: string, node: string): Promise<void> {
    if (alarm.occurrence === null) return;
    const key = alarmKey(alarm);
    await this.send(key, comment, node, this.api.acknowledge(alarm.name, alarm.occurrence, comment));
  }

  private async send(key: string, text: string, node: string, asked: Observable<Answer<{ replicated: boolean }>>) {
    this.drafts.send(key, text);
    const answered = firstValueFrom(asked);
    this.underWay.add(answered);
    this.settle(key, text, node, await answered);
    this.underWay.delete(answered);
  }

  private settle(key: string, text: string, node: string, answer: Answer<{ replicated: boolean }>): void {
    // Something else was typed meanwhile: that stays.
    const isSame = this.drafts.values()[key]?.text === text;
    if (answer.ok) {
      if (isSame) this.drafts.confirm(key, answer.value.replicated ? 'Done' : `Done on ${node} only`);
      return;
    }
    if (isSame) this.drafts.refuse(key, text, `Not done: ${failureSentence(answer.failure, node)}`);
  }
}

/** `null`: not a value of that type. */
export function valueOf(dataType: RuntimeTag['dataType'], text: string): number | boolean | string | null {
  if (dataType === 'text') return text;
  if (dataType === 'boolean') return text === 'true';
  const number = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || !Number.isFinite(number) ? null : number;
}
