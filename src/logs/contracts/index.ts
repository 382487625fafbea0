export * from './receiver-health.port.js';
