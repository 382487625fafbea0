export { PretixActions, PretixActionsModule } from './pretix-actions.module.js';
