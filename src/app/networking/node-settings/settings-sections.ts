import type { FieldTree } from '@angular/forms/signals';
import type { SettingsSection } from '../../ui/form/settings-card.ts';
import { languages, settingLabels } from './setting-words.ts';
import type { SettingsDraft, SettingsMember } from './settings-draft.ts';
import type { SettingsNotes } from './settings-notes.ts';

/** The settings as they stand on the card. */
export function settingsSections(form: FieldTree<SettingsDraft>, notes: SettingsNotes): SettingsSection[] {
  const said = (member: SettingsMember) => ({ label: settingLabels[member], notes: notes[member] });
  return [
    {
      title: 'Basic',
      rows: [
        { ...said('nodeName'), kind: 'text', field: form.nodeName },
        { ...said('systemName'), kind: 'text', field: form.systemName },
        {
          ...said('serverLanguage'),
          ...{ kind: 'choice', field: form.serverLanguage, options: Object.keys(languages), inWords: languages },
        },
      ],
    },
    {
      title: 'Web Server',
      rows: [
        { ...said('httpPort'), kind: 'number', field: form.httpPort },
        { ...said('httpsPort'), kind: 'number', field: form.httpsPort },
        { ...said('autoDetectHttpAddress'), kind: 'onOff', field: form.autoDetectHttpAddress },
        { ...said('publicAddress'), kind: 'text', field: form.publicAddress, placeholder: 'company.com:8080' },
      ],
    },
  ];
}
