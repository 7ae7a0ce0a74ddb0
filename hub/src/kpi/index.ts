export * from './attention';
export * from './kpi';
export { readKpis, recordKpi, setKpis } from './kpiTable';
export * from './kpis';
export * from './routes';
