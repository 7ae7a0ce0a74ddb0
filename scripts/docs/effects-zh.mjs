/** Chinese for the sentences that operations state about a repeat. A sentence that is missing here is shown in English. */
export const effectsInChinese = new Map([
  ['Changes nothing.', '不做任何更改。'],
  [
    'A query changes nothing. A mutation is sent once more when the item is run again, unless it carries @idempotent with the same key.',
    '查询不做任何更改。变更（mutation）在重新运行该条目时会再发送一次，除非它带有相同键的 @idempotent。',
  ],
  ['Looks at the existing subscriptions first, so a repeat creates nothing.', '先查看已有订阅，因此重复运行不会新建任何内容。'],
  [
    'Finds the party by its code, which Tryton keeps unique, so a repeat creates nothing. Addresses are compared first; a parallel duplicate is removed.',
    '按代码查找往来单位；Tryton 保证代码唯一，因此重复运行不会新建。地址先比较再新增；并行产生的重复地址会被移除。',
  ],
  [
    'Tryton keeps the key in web_id unique (module web_shop), so a repeat finds the sale, compares it and takes it on where it stopped. Without that module the sale is looked up by reference and party before it is created, and the output says so.',
    'Tryton（web_shop 模块）保证 web_id 中的键唯一，因此重复运行会找到已有销售单，与订单比对，并从停下的地方继续。没有该模块时，新建前按参考号和往来单位查找，并在输出中说明。',
  ],
]);
