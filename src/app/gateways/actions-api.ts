import { inject, Injectable } from '@angular/core';
import type { Observable } from 'rxjs';
import * as z from 'zod/mini';
import { choiceDone, type ChoiceDone, type DivergenceChoice } from '#contract/divergence';
import {
  activateResult,
  failoverResult,
  gwactionPreflight,
  maintenanceResult,
  type ActivateResult,
  type FailoverResult,
  type GwactionPreflight,
  type MaintenanceRequest,
  type MaintenanceResult,
} from '#contract/gwaction';
import type { Answer } from './failure.ts';
import { GatewayClient } from './gateway-client.ts';

const base = '/data/api/v1/redundancy';
/** A handover synchronises, warms and waits for the other node. */
const handoverTimeoutMs = 60_000;
/** As long as a gateway may be set to wait for a synchronisation, and a little more. */
const resyncTimeoutMs = 660_000;
/** The other node writes it to its disk, or is waited for until it is lost. */
const patienceMs = 30_000;

/** What a person orders. */
@Injectable({ providedIn: 'root' })
export class ActionsApi {
  private readonly client = inject(GatewayClient);

  preflight(nodeId: string): Observable<Answer<GwactionPreflight>> {
    return this.client.ask(nodeId, { path: `${base}/gwaction`, answer: gwactionPreflight });
  }

  /** Makes the other node the active one; answers when it is. */
  handOver(nodeId: string, comment: string): Observable<Answer<FailoverResult>> {
    const path = `${base}/gwaction/failover`;
    const body = comment === '' ? {} : { comment };
    return this.client.ask(nodeId, {
      method: 'POST',
      path,
      body,
      answer: failoverResult,
      timeoutMs: handoverTimeoutMs,
    });
  }

  /** Answers when the Backup has everything. */
  resync(nodeId: string): Observable<Answer<{ target: string }>> {
    const answer = z.object({ target: z.string() });
    const path = `${base}/gwaction/resync`;
    return this.client.ask(nodeId, { method: 'POST', path, body: {}, answer, timeoutMs: resyncTimeoutMs });
  }

  /** Answers when both nodes have it on disk. */
  beginMaintenance(nodeId: string, body: MaintenanceRequest): Observable<Answer<MaintenanceResult>> {
    const path = `${base}/maintenance`;
    return this.client.ask(nodeId, { method: 'PUT', path, body, answer: maintenanceResult, timeoutMs: patienceMs });
  }

  endMaintenance(nodeId: string): Observable<Answer<unknown>> {
    return this.client.ask(nodeId, { method: 'DELETE', path: `${base}/maintenance`, answer: z.unknown() });
  }

  resumeTakeBack(nodeId: string): Observable<Answer<unknown>> {
    return this.client.ask(nodeId, { method: 'POST', path: `${base}/resume-takeback`, answer: z.unknown() });
  }

  /** Which of two histories stays; answers when the other node has all of it. */
  choose(nodeId: string, choice: DivergenceChoice): Observable<Answer<ChoiceDone>> {
    const path = `${base}/gwaction/${choice === 'restoreMaster' ? 'restore-master' : 'replace-backup'}`;
    return this.client.ask(nodeId, { method: 'POST', path, body: {}, answer: choiceDone, timeoutMs: resyncTimeoutMs });
  }

  /** By force; `nodeName` as it was typed. */
  activate(nodeId: string, nodeName: string): Observable<Answer<ActivateResult>> {
    const path = `${base}/gwaction/activate`;
    const body = { nodeName };
    return this.client.ask(nodeId, { method: 'POST', path, body, answer: activateResult, timeoutMs: patienceMs });
  }
}
