// Shows openapi.json. Text is set as text everywhere: nothing in the document becomes markup.
'use strict';

const make = (tag, text = '', ...children) => {
    const element = document.createElement(tag);
    element.textContent = text;
    element.append(...children);
    return element;
};

// The shape of a piece of JSON in a few words, such as `list of Node` or `date-time or null`.
function words(schema) {
    if (schema.$ref) return schema.$ref.split('/').pop();
    if (schema.anyOf) return schema.anyOf.map(words).join(' or ');
    if (schema.enum) return schema.enum.join(' | ');
    if (schema.type === 'array') return 'list of ' + words(schema.items);
    if (schema.type === 'object') return 'object';
    return schema.format || schema.type;
}

function table(heading, rows) {
    if (rows.length === 0) return '';
    const body = make('table');
    for (const row of rows) body.append(make('tr', '', ...row.map(cell => make('td', cell))));
    return make('div', '', make('h4', heading), body);
}

const fields = schema => Object.entries(schema.properties || {}).map(([name, field]) =>
    [name, words(field), (schema.required || []).includes(name) ? 'always' : '', field.description || '']);

function operation(path, method, it) {
    const answer = it.responses['200'].content['application/json'].schema;
    const body = it.requestBody ? it.requestBody.content['application/json'].schema : {};
    const title = make('summary', '', make('b', method.toUpperCase()), make('code', path), make('span', '  ' + it.summary));
    const parameters = it.parameters.map(each =>
        [each.name, words(each.schema), each.in + (each.required ? ', required' : ''), each.description || '']);
    const scopes = it.security.flatMap(way => way.token || []).map(scope => [scope]);
    const whole = make('details', '', title, make('div', '',
        table('Scope of an access token', scopes), table('Parameters', parameters), table('Body', fields(body)), table('Answer', fields(answer))));
    if (it.deprecated) whole.className = 'deprecated';
    whole.dataset.words = `${path} ${method} ${it.summary} ${it.operationId}`.toLowerCase();
    return whole;
}

function show(api) {
    const subjects = new Map();
    for (const [path, methods] of Object.entries(api.paths)) {
        for (const [method, it] of Object.entries(methods)) {
            const subject = it.tags[0];
            if (!subjects.has(subject)) subjects.set(subject, make('section', '', make('h2', subject)));
            subjects.get(subject).append(operation(path, method, it));
        }
    }
    const shapes = make('section', '', make('h2', 'shapes'));
    for (const [name, schema] of Object.entries(api.components.schemas)) {
        shapes.append(make('details', '', make('summary', name), make('div', '', table('', fields(schema)))));
    }
    document.getElementById('operations').replaceChildren(...subjects.values(), shapes);
}

document.getElementById('find').addEventListener('input', event => {
    const wanted = event.target.value.toLowerCase();
    for (const each of document.querySelectorAll('details[data-words]')) {
        each.hidden = !each.dataset.words.includes(wanted);
    }
});

fetch('openapi.json').then(answer => answer.json()).then(show);
