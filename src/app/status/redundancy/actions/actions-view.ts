import { activateViews } from './activate-view.ts';
import type { ActionsInput, ActionView } from './action-view.ts';
import { choiceViews } from './choice-view.ts';
import { handoverView } from './handover-view.ts';
import { maintenanceView } from './maintenance-view.ts';
import { resyncView } from './resync-view.ts';
import { takeBackView } from './take-back-view.ts';

/** Everything that can be done about the pair, the usual first and what is done by force last. */
export function actionViews(input: ActionsInput): ActionView[] {
  const usual = [handoverView(input), maintenanceView(input), resyncView(input), takeBackView(input)];
  return [...usual, ...activateViews(input), ...choiceViews(input)];
}
