import { Component } from '@angular/core';

@Component({
  selector: 'us-logs-page',
  template: `<h1>Logs</h1>`,
})
export class LogsPage {}
