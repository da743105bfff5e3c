// The program inside report.html. It needs nothing from anywhere.
#pragma once

namespace guiyi {

/// Short lists stand in the page as rows, which the filter hides. Of long ones the first rows stand there and
/// all are in a block of JSON beside them: the filter looks through all of them, and the pager shows a part.
// The data are read when the page is painted.
inline constexpr char ReportScript[] =
    R"((function(){'use strict';
var PAGE=100,words=JSON.parse(document.getElementById('words').textContent);
function later(input,work){var t;input.addEventListener('input',function(){clearTimeout(t);t=setTimeout(work,80)})}
function asked(input){return input.value.toLowerCase().split(/\s+/).filter(Boolean)}
function matches(text,wanted){for(var i=0;i<wanted.length;i++)if(text.indexOf(wanted[i])<0)return false;return true}
function shortList(input,body){later(input,function(){var wanted=asked(input);
Array.prototype.forEach.call(body.rows,function(r){if(r._t===undefined)r._t=r.textContent.toLowerCase();r.hidden=!matches(r._t,wanted)})})}
function element(name,kind,text){var e=document.createElement(name);if(kind)e.className=kind;if(text!==undefined)e.textContent=text;return e}
function changes(value){var cell=element('td');if(!value)return cell;
var fields=JSON.parse(value),names=Object.keys(fields),fold=element('details'),list=element('dl');
fold.appendChild(element('summary','',names.length+' '+words.fields));
names.forEach(function(n){var d=element('dd');d.appendChild(element('del','',fields[n][0]||''));d.append(' ');
d.appendChild(element('ins','',fields[n][1]||''));list.appendChild(element('dt','',n));list.appendChild(d)});
fold.appendChild(list);cell.appendChild(fold);return cell}
function cell(type,value){if(type==='n')return element('td','n',value);if(type==='c')return changes(value);
if(type==='t'){var c=element('td');c.appendChild(element('span','tag '+value,words.data[value]||value));return c}
if(type==='w')return element('td','',words.data[value]||value);
return element('td',/^http/.test(value)?'u':'',value)}
function longList(block,input,body,pager){var rows=JSON.parse(block.textContent),types=block.dataset.types.split(','),
texts=new Array(rows.length),hits=null,page=0,next=0;
function textOf(i){var t=texts[i];if(t===undefined){t='';for(var c=0;c<types.length;c++){var v=rows[i][c];
t+=(types[c]==='t'||types[c]==='w'?v+' '+(words.data[v]||''):v)+'\n'}t=texts[i]=t.toLowerCase()}return t}
function prepare(){var end=Math.min(next+4000,rows.length);while(next<end)textOf(next++);if(next<rows.length)setTimeout(prepare,0)}
function show(){var count=hits?hits.length:rows.length,pages=Math.max(1,Math.ceil(count/PAGE)),part=document.createDocumentFragment();
page=Math.min(Math.max(page,0),pages-1);
for(var i=page*PAGE;i<Math.min(count,(page+1)*PAGE);i++){var r=rows[hits?hits[i]:i],line=element('tr');
for(var c=0;c<types.length;c++)line.appendChild(cell(types[c],r[c]));part.appendChild(line)}
body.replaceChildren(part);pager.querySelector('b').textContent=(page+1)+' / '+pages;
pager.querySelector('span').textContent=count+' / '+rows.length;
pager.querySelectorAll('button').forEach(function(b){b.disabled=b.dataset.by<0?page===0:page===pages-1})}
later(input,function(){var wanted=asked(input);if(!wanted.length)hits=null;else{hits=[];
for(var i=0;i<rows.length;i++)if(matches(textOf(i),wanted))hits.push(i)}page=0;show()});
pager.hidden=false;pager.querySelectorAll('button').forEach(function(b){b.addEventListener('click',function(){
var far=+b.dataset.by;page=Math.abs(far)>1?(far<0?0:Infinity):page+far;show()})});
show();setTimeout(prepare,200)}
document.querySelectorAll('input.filter').forEach(function(input){var name=input.dataset.of,body=document.getElementById('rows-'+name),
block=document.getElementById('data-'+name);if(!block)shortList(input,body);
else requestAnimationFrame(function(){setTimeout(function(){longList(block,input,body,document.getElementById('pager-'+name))},0)})});
})();
)";

} // namespace guiyi
