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
  ['Changes nothing; reading a payload is noted in the audit log each time.', '不做任何更改；每次读取内容都会记入审计日志。'],
  [
    'Reports the same outcome again; once the lease has ended it changes nothing.',
    '再次报告同一结果；租约结束后不再有任何作用。',
  ],
  ['A repeat is refused once the event is no longer parked.', '事件不再挂起后，重复会被拒绝。'],
  ['A repeat is refused once the event has ended.', '事件结束后，重复会被拒绝。'],
  [
    'One claim per key: a repeat is answered with inFlight until the lease ends, or with the stored result.',
    '每个键只有一个申领：租约结束前重复得到 inFlight，之后得到已保存的结果。',
  ],
  ['Settles with the same token again, which changes nothing.', '用同一 token 再次结算，不产生任何变化。'],
  ['A repeat is refused once the effect is decided.', '写入记录作出决定后，重复会被拒绝。'],
  ['A link that exists stays as it is.', '已存在的关联保持不变。'],
  ['A repeat adds the note once more: the log only grows.', '重复会再追加一条：日志只增不减。'],
  [
    'Changes nothing; with Make a New One a repeat signs the log as it then is.',
    '不做任何更改；选择 Make a New One 时，重复会对当时的日志再次签名。',
  ],
  ['A repeat counts once more in the same incident; no second one is opened.', '重复在同一事件单中再计一次，不会另开一张。'],
  ['An incident that is closed stays closed.', '已关闭的事件单保持关闭。'],
  [
    'Creates under the unique web_id, changes or cancels what stands there; the version noted with the lines makes a repeat change nothing and refuses an older version.',
    '在唯一的 web_id 下新建，或更改、取消已有的销售单；版本记在明细上，因此重复运行不产生变化，较旧的版本会被拒绝。',
  ],
  [
    'Lines, party and addresses are set as the order states them, in one transaction; the version is noted with the lines, so a repeat changes nothing and an older version is refused.',
    '明细、往来单位和地址在一个事务中按订单写入；版本记在明细上，因此重复运行不产生变化，较旧的版本会被拒绝。',
  ],
  [
    'A sale that is cancelled stays so; the version that cancelled it is noted with its lines.',
    '已取消的销售单保持取消；取消它的版本记在明细上。',
  ],
]);
