import { inject, Injectable } from '@angular/core';
import type { Observable } from 'rxjs';
import type * as z from 'zod/mini';
import { alarmChanged, type AcknowledgeRequest, type AlarmChanged } from '#contract/runtime-alarms';
import { runtimeProjects } from '#contract/runtime-live';
import { runtimeNodes, type RuntimeNodes } from '#contract/runtime-nodes';
import { tagWritten, type TagWrite, type TagWritten } from '#contract/runtime-tags';
import type { Answer } from '../gateways/failure.ts';
import { GatewayClient } from '../gateways/gateway-client.ts';

const base = '/data/api/v1/runtime';
/** How late a node may begin with what an operator asks, ms; it answers at most 2 s later, when both nodes have it. */
export const mayBeginMs = 1500;
const timeoutMs = mayBeginMs + 2500;

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

  write(tag: string, body: TagWrite): Observable<Answer<TagWritten>> {
    const path = `${base}/tags/${encodeURIComponent(tag)}`;
    return this.client.askHere({ method: 'PUT', path, body, answer: tagWritten, timeoutMs });
  }

  acknowledge(alarm: string, body: AcknowledgeRequest): Observable<Answer<AlarmChanged>> {
    const path = `${base}/alarms/${encodeURIComponent(alarm)}/acknowledge`;
    return this.client.askHere({ method: 'POST', path, body, answer: alarmChanged, timeoutMs });
  }
}
