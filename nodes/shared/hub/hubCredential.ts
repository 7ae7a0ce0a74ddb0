/** Type name of the hub credential. Nodes list it with `required: false`: without it they work as if there were no hub. */
export const HUB_CREDENTIAL = 'medSupplyHubApi';
