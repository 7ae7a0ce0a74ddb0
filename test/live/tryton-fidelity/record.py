#!/usr/bin/python3
"""Writes down, from a freshly seeded Tryton 6.0 database, what the simulator treats as data:

  models/recorded/<model>.json   field definitions, constraints, transitions, methods that may be called
  models/recorded/access.json    rights and record rules of the seeded users
  models/recorded/names.json     every model and every method that exists, so that "unknown" and "not simulated" differ
  seed/rows.json                 the seeded rows (dates relative to the day of the seed)

Run it after ../tryton/all.sh, while no server uses the SQLite file:
  . ../tryton/env.sh; ../tryton/30-serve.sh stop; /usr/bin/python3 -W ignore record.py ../../../sandbox/src/tryton"""
import datetime as dt, inspect, json, os, sys
from decimal import Decimal
from pathlib import Path
from trytond.config import config
config.update_etc(os.environ['TRYTOND_CONFIG'])
from trytond.i18n import gettext
from trytond.model import ModelSQL, fields
from trytond.model.modelsql import Exclude, Unique
from trytond.pool import Pool
from trytond.pyson import PYSONEncoder
from trytond.transaction import Transaction

MODELS = '''party.party party.address party.identifier party.contact_mechanism party.category party.party-party.category
product.template product.product product.category product.uom product.uom.category product.identifier
product.template-product.category product.category-customer-account.tax product.category-supplier-account.tax
account.tax account.tax.group account.account account.invoice.payment_term account.invoice.payment_term.line
account.invoice account.invoice.line account.invoice.tax account.invoice.line-account.tax account.invoice.line-stock.move account.journal
currency.currency currency.currency.rate company.company company.employee
res.user res.group res.user-res.group res.user.warning ir.lang country.country country.subdivision account.configuration
sale.sale sale.line sale.line-account.tax sale.sale-ignored-account.invoice sale.sale-recreated-account.invoice
sale.line-ignored-stock.move sale.line-recreated-stock.move
product.price_list product.price_list.line stock.location stock.lot stock.move stock.shipment.out'''.split()
# long lists and secrets that nothing here needs
WITHOUT = {'res.user': {'password', 'password_hash', 'password_reset', 'password_reset_expire', 'menu', 'pyson_menu', 'actions'}}
OUT = Path(sys.argv[1])
(OUT / 'models/recorded').mkdir(parents=True, exist_ok=True)
(OUT / 'seed').mkdir(parents=True, exist_ok=True)

database = os.environ.get('T_DB', 'erp')
Pool.start()
pool = Pool(database)
with Transaction().start(database, 0, readonly=True):
    pool.init()


def pyson(value):
    return json.loads(PYSONEncoder().encode(value))


def describe(Model, name, field):
    entry = {'type': field._type, 'string': 'ID' if name == 'id' else Model.__names__(name)['field']}
    inner = field
    if isinstance(field, fields.MultiValue):
        inner = field._field
        entry['multivalue'] = IrModel.get_name(Model.multivalue_model(name).__name__)
    elif isinstance(field, fields.Function):
        inner = field._field
        entry['getter'] = field.getter
        if field.setter:
            entry['setter'] = field.setter
        if field.searcher:
            entry['searcher'] = field.searcher
    if field.required:
        entry['required'] = True
    if field.depends:
        entry['depends'] = sorted(field.depends)
    if field.domain:
        entry['domain'] = pyson(field.domain)
    if field.states.get('required'):
        entry['requiredWhen'] = pyson(field.states['required'])
    if getattr(inner, 'digits', None):
        entry['digits'] = pyson(inner.digits)
    if getattr(inner, 'size', None) is not None:
        entry['size'] = pyson(inner.size)
    if getattr(inner, 'forbidden_chars', None):
        entry['forbiddenChars'] = inner.forbidden_chars
    if inner._type == 'many2one':
        entry.update(relation=inner.model_name, ondelete=inner.ondelete)
    if inner._type == 'one2many':
        entry.update(relation=inner.model_name, relationField=inner.field)
    if inner._type == 'many2many':
        if inner.relation_name and inner.origin:
            entry.update(through=inner.relation_name, origin=inner.origin, target=inner.target, relation=inner.get_target().__name__)
        else:
            entry['relation'] = inner.relation_name
    if inner._type in ('one2many', 'many2many'):
        if inner.order:
            entry['order'] = inner.order
        if inner.filter:
            entry['filter'] = pyson(inner.filter)
    selection = getattr(inner, 'selection', None)
    if selection and (Model.__name__, name) != ('company.company', 'timezone'):
        if isinstance(selection, str):
            method = getattr(Model, selection)
            selection = method() if inspect.ismethod(method) else None
        if selection is not None:
            entry['selection'] = [list(option) for option in selection]
    if getattr(field, 'translate', False):
        entry['translate'] = True
    if name in Model._defaults:
        entry['default'] = True
    return entry


def compact(value):
    return json.dumps(value, ensure_ascii=False)


def block(entries, indent):
    return ',\n'.join('%s%s: %s' % (indent, compact(key), compact(value)) for key, value in entries.items())


def write(path, text):
    (OUT / path).write_text(text, encoding='utf-8')


def stored(value):
    """One stored value as JSON."""
    if isinstance(value, Decimal):
        return {'decimal': str(value)}
    if isinstance(value, dt.date):
        days = (value - dt.date.today()).days
        return {'daysFromToday': days} if abs(days) < 1500 else {'date': value.isoformat()}
    if isinstance(value, dt.timedelta):
        return {'seconds': value.total_seconds()}
    return list(value) if isinstance(value, tuple) else value


with Transaction().start(database, 0, readonly=True, context={'language': 'en', 'company': 1}):
    IrModel = pool.get('ir.model')
    order = [name for name, _ in pool.iterobject(type='model')]
    for name in MODELS:
        Model = pool.get(name)
        head = {'name': name, 'string': IrModel.get_name(name), 'recName': Model._rec_name, 'order': [list(o) for o in Model._order], 'poolOrder': order.index(name)}
        if Model._order_name:
            head['orderName'] = Model._order_name
        constraints = []
        for identifier, constraint, message in Model._sql_constraints:
            if isinstance(constraint, Unique):
                constraints.append({'name': identifier, 'message': gettext(message), 'unique': [column.name for column in constraint.columns]})
            elif isinstance(constraint, Exclude):
                constraints.append({'name': identifier, 'message': gettext(message), 'exclude': str(constraint)})
        if constraints:
            head['constraints'] = constraints
        if hasattr(Model, '_transitions'):
            head['transitions'] = sorted(map(list, Model._transitions))
        if getattr(Model, '_buttons', None):
            head['buttons'] = sorted(Model._buttons)
        names = [key for key in Model._fields if key not in WITHOUT.get(name, ())]
        write('models/recorded/%s.json' % name, '{\n%s,\n  "fields": {\n%s\n  }\n}\n' % (
            block(head, '  '), block({key: describe(Model, key, Model._fields[key]) for key in names}, '    ')))

    every = {'%s.%s' % (kind, name): sorted(obj.__rpc__) for kind in ('model', 'wizard', 'report') for name, obj in pool.iterobject(type=kind)}
    write('models/recorded/names.json', '{\n%s\n}\n' % block(every, '  '))

    tables = {}
    for name in MODELS:
        Model = pool.get(name)
        columns = [key for key, field in Model._fields.items()
            if (not isinstance(field, fields.Function) or isinstance(field, fields.MultiValue))
            and field._type not in ('one2many', 'many2many', 'binary') and key not in WITHOUT.get(name, ())
            and key not in ('create_uid', 'create_date', 'write_uid')]
        with Transaction().set_context(active_test=False):
            records = Model.search([], order=[('id', 'ASC')])
        rows = []
        for row in sorted(Model.read([r.id for r in records], columns), key=lambda r: r['id']) if records else []:
            changed = row.pop('write_date')
            rows.append({'id': row.pop('id'), **({'changed': True} if changed else {}), **{k: stored(v) for k, v in sorted(row.items()) if v is not None}})
        if rows:
            tables[name] = rows
    write('seed/rows.json', '{\n%s\n}\n' % ',\n'.join('  %s: [\n%s\n  ]' % (
        compact(name), ',\n'.join('    ' + compact(row) for row in rows)) for name, rows in tables.items()))

access = {}
User, Access, Rule = pool.get('res.user'), pool.get('ir.model.access'), pool.get('ir.rule')
for login in ('admin', 'connector'):
    with Transaction().start(database, 0, readonly=True):
        user = User.search([('login', '=', login)])[0].id
    with Transaction().start(database, user, readonly=True, context={}):
        preferences = User.get_preferences(context_only=True)
    with Transaction().start(database, user, readonly=True, context=dict(preferences, _check_access=True)):
        rights = {name: ''.join(mode[0] if right[mode] else '-' for mode in ('read', 'write', 'create', 'delete'))
            for name, right in Access.get_access(MODELS).items()}
        rules = {}
        for name in MODELS:
            for mode in sorted(Rule.modes):
                grouped, everywhere = Rule.get(name, mode=mode)
                if grouped or everywhere:
                    rules.setdefault(name, {})[mode] = {
                        'groups': [{'name': rule.name, 'domain': pyson(domain)} for rule, domain in grouped.items()],
                        'global': [{'name': rule.name, 'domain': pyson(domain)} for rule, domain in everywhere.items()]}
        access[login] = {'user': user, 'preferences': preferences, 'rights': rights, 'rules': rules}
write('models/recorded/access.json', '{\n%s\n}\n' % ',\n'.join(
    '  %s: {\n    "user": %d,\n    "preferences": %s,\n    "rights": %s,\n    "rules": {\n%s\n    }\n  }' % (
        compact(login), entry['user'], compact(entry['preferences']), compact(entry['rights']), block(entry['rules'], '      '))
    for login, entry in access.items()))
imports = '\n'.join("import m%d from './%s.json';" % (i, name) for i, name in enumerate(MODELS))
write('models/recorded/index.ts', "// Written by test/live/tryton-fidelity/record.py. Do not edit.\n%s\n\n/** Definitions of all simulated models, as recorded. */\n"
      "export const recordedModels: readonly unknown[] = [%s];\n" % (imports, ', '.join('m%d' % i for i in range(len(MODELS)))))
print({name: len(rows) for name, rows in tables.items()})
