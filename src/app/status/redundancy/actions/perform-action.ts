import { firstValueFrom, type Observable } from 'rxjs';
import type { ActionsApi } from '../../../gateways/actions-api.ts';
import type { Answer, Failure } from '../../../gateways/failure.ts';
import type { ActionConfirmed } from './action-dialog.ts';
import type { ActionResult } from './action-outcome.ts';
import type { ActionView } from './action-view.ts';

type Performed = { ok: true; result: ActionResult } | { ok: false; failure: Failure };

/** Asks whom the action is asked of, one after the other, up to the first that fails. */
export async function performAction(
  api: ActionsApi,
  action: ActionView,
  confirmed: ActionConfirmed,
): Promise<Performed> {
  let last: Performed = { ok: false, failure: { kind: 'noAddress' } };
  for (const nodeId of action.askedIds) {
    last = await askOne(api, action, nodeId, confirmed);
    if (!last.ok) return last;
  }
  return last;
}

function askOne(api: ActionsApi, { kind }: ActionView, nodeId: string, input: ActionConfirmed): Promise<Performed> {
  switch (kind) {
    case 'failover':
      return performed(api.handOver(nodeId, input.text), (value) => ({ kind, value }));
    case 'resync':
      return performed(api.resync(nodeId), (value) => ({ kind, value }));
    case 'maintenance': {
      const order = { forMs: input.forMs, reason: input.text.trim() };
      return performed(api.beginMaintenance(nodeId, order), (value) => ({ kind, value }));
    }
    case 'endMaintenance':
      return performed(api.endMaintenance(nodeId), () => ({ kind }));
    case 'resumeTakeBack':
      return performed(api.resumeTakeBack(nodeId), () => ({ kind }));
    case 'restoreMaster':
    case 'replaceBackup':
      return performed(api.choose(nodeId, kind), (value) => ({ kind, value }));
    case 'activate':
      return performed(api.activate(nodeId, input.text), (value) => ({ kind, value }));
  }
}

async function performed<T>(answers: Observable<Answer<T>>, name: (value: T) => ActionResult): Promise<Performed> {
  const answer = await firstValueFrom(answers);
  return answer.ok ? { ok: true, result: name(answer.value) } : answer;
}
