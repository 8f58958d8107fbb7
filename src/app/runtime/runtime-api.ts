import { inject, Injectable } from '@angular/core';
import type { Observable } from 'rxjs';
import type * as z from 'zod/mini';
import { alarmChanged, type AlarmChanged } from '#contract/runtime-alarms';
import { runtimeProjects } from '#contract/runtime-live';
import { runtimeNodes, type RuntimeNodes } from '#contract/runtime-nodes';
import { tagWritten, type TagWritten } from '#contract/runtime-tags';
import type { Answer } from '../gateways/failure.ts';
import { GatewayClient } from '../gateways/gateway-client.ts';

const base = '/data/api/v1/runtime';

/** What an operator's page asks of the node that it came from. */
@Injectable({ providedIn: 'root' })
export class RuntimeApi {
  private readonly client = inject(GatewayClient);

  projects(): Observable<Answer<z.infer<typeof runtimeProjects>>> {
    return this.client.askHere({ path: `${base}/projects`, answer: runtimeProjects });
  }

  /** This node first, with addresses of the scheme of this page: a browser asks no others. */
  nodes(scheme: 'http' | 'https'): Observable<Answer<RuntimeNodes>> {
    return this.client.askHere({ path: `${base}/nodes?scheme=${scheme}`, answer: runtimeNodes });
  }

  write(tag: string, value: number | boolean | string): Observable<Answer<TagWritten>> {
    const path = `${base}/tags/${encodeURIComponent(tag)}`;
    return this.client.askHere({ method: 'PUT', path, body: { value }, answer: tagWritten });
  }

  acknowledge(alarm: string, occurrence: string, comment: string): Observable<Answer<AlarmChanged>> {
    const path = `${base}/alarms/${encodeURIComponent(alarm)}/acknowledge`;
    const body = comment === '' ? { occurrence } : { occurrence, comment };
    return this.client.askHere({ method: 'POST', path, body, answer: alarmChanged });
  }
}
