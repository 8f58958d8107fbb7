import { Component } from '@angular/core';

@Component({
  selector: 'us-node-settings-page',
  template: `<h1>Node Settings</h1>`,
})
export class NodeSettingsPage {}
