<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>CliText</name>
    <message>
        <source>Show this help.</source>
        <translation>显示本帮助。</translation>
    </message>
    <message>
        <source>The workspace folder; without it the current folder.</source>
        <translation>工作区目录，缺省为当前目录。</translation>
    </message>
    <message>
        <source>How many threads to use; without it one per processor.</source>
        <translation>线程数，缺省为每个处理器一个。</translation>
    </message>
    <message>
        <source>Only this site; may be given several times.</source>
        <translation>只处理该站点，可多次给出。</translation>
    </message>
    <message>
        <source>One JSON object per line on standard output, for machines.</source>
        <translation>标准输出每行一个 JSON 对象，供程序读取。</translation>
    </message>
    <message>
        <source>Language of the screen: en or zh_CN; without it that of the system.</source>
        <translation>界面语言：en 或 zh_CN，缺省随系统。</translation>
    </message>
    <message>
        <source>Guiyi moves legacy government sites onto one platform and proves that nothing was lost.</source>
        <translation>归一：把各类旧政府网站迁移到统一平台，并证明没有丢失任何内容。</translation>
    </message>
    <message>
        <source>Usage: guiyi [-C WORKSPACE] COMMAND [options]</source>
        <translation>用法：guiyi [-C 工作区] 命令 [选项]</translation>
    </message>
    <message>
        <source>Commands:</source>
        <translation>命令：</translation>
    </message>
    <message>
        <source>&quot;guiyi COMMAND --help&quot; tells the options of a command.</source>
        <translation>用“guiyi 命令 --help”查看某个命令的选项。</translation>
    </message>
    <message>
        <source>Exit codes: 0 done, 1 done with findings, 2 usage, 3 failed.</source>
        <translation>退出码：0 完成，1 完成但有发现，2 用法错误，3 失败。</translation>
    </message>
    <message>
        <source>&quot;guiyi --help&quot; lists the commands</source>
        <translation>用“guiyi --help”列出全部命令</translation>
    </message>
    <message>
        <source>expected one of: %1</source>
        <translation>应为其中之一：%1</translation>
    </message>
    <message>
        <source>did you mean &quot;%1&quot;?</source>
        <translation>是否想写“%1”？</translation>
    </message>
    <message>
        <source>unknown command &quot;%1&quot;; %2</source>
        <translation>未知命令“%1”；%2</translation>
    </message>
    <message>
        <source>--jobs %1: expected a number from 1 on</source>
        <translation>--jobs %1：应为不小于 1 的数</translation>
    </message>
    <message>
        <source>--lang %1: expected en or zh_CN</source>
        <translation>--lang %1：应为 en 或 zh_CN</translation>
    </message>
    <message>
        <source>&quot;guiyi %1 --help&quot; tells the options.</source>
        <translation>用“guiyi %1 --help”查看选项。</translation>
    </message>
    <message>
        <source>not a JSON object: %1</source>
        <translation>不是 JSON 对象：%1</translation>
    </message>
    <message>
        <source>expected {&quot;id&quot;: …, &quot;path&quot;: […], &quot;samples&quot;: […]}</source>
        <translation>应为 {&quot;id&quot;: …, &quot;path&quot;: […], &quot;samples&quot;: […]}</translation>
    </message>
    <message>
        <source>&quot;path&quot; is missing or empty</source>
        <translation>缺少“path”或为空</translation>
    </message>
    <message>
        <source>expected the names from the top down to the column</source>
        <translation>应为从最上级到本栏目的名称</translation>
    </message>
    <message>
        <source>the fields &quot;id&quot; and &quot;path&quot; are needed</source>
        <translation>必须有“id”和“path”两列</translation>
    </message>
    <message>
        <source>expected a first line id,path,samples</source>
        <translation>首行应为 id,path,samples</translation>
    </message>
    <message>
        <source>&quot;path&quot; is empty</source>
        <translation>“path”为空</translation>
    </message>
    <message>
        <source>expected names with &gt; between them</source>
        <translation>名称之间用 &gt; 分隔</translation>
    </message>
    <message>
        <source>Write to this file; without it to standard output.</source>
        <translation>写入该文件，缺省写到标准输出。</translation>
    </message>
    <message>
        <source>Columns: JSON lines {id, path[], samples[]}, or CSV with id,path,samples (names of the path with &gt; between them, titles with | between them).</source>
        <translation>栏目清单：每行一个 JSON {id, path[], samples[]}，或列为 id,path,samples 的 CSV（路径用 &gt; 分隔，标题用 | 分隔）。</translation>
    </message>
    <message>
        <source>A taxonomy file; without it the built-in one.</source>
        <translation>标准栏目文件，缺省用内置的。</translation>
    </message>
    <message>
        <source>taxonomy match needs --input FILE</source>
        <translation>taxonomy match 需要 --input 文件</translation>
    </message>
    <message>
        <source>line %1: no http address: %2</source>
        <translation>第 %1 行：不是 http 地址：%2</translation>
    </message>
    <message>
        <source>looking up addresses</source>
        <translation>查找地址</translation>
    </message>
    <message>
        <source>nothing is mapped yet</source>
        <translation>尚未映射</translation>
    </message>
    <message>
        <source>run &quot;guiyi run --to map&quot; first</source>
        <translation>请先运行“guiyi run --to map”</translation>
    </message>
    <message>
        <source>match a plain list of columns against the taxonomy</source>
        <translation>把栏目清单对应到标准栏目</translation>
    </message>
    <message>
        <source>addresses on standard input in their canonical form</source>
        <translation>把标准输入中的地址规范化</translation>
    </message>
    <message>
        <source>what the parts of an address are, and whose host it is</source>
        <translation>说明地址的各部分及其主机属于哪个站点</translation>
    </message>
    <message>
        <source>addresses on standard input as they are on the platform</source>
        <translation>把标准输入中的旧地址换成平台上的新地址</translation>
    </message>
    <message>
        <source>page extract needs --input FILE</source>
        <translation>page extract 需要 --input 文件</translation>
    </message>
    <message>
        <source>%1 of %2 pages could not be read; their lines say why</source>
        <translation>%2 个页面中有 %1 个无法读取，原因见相应行</translation>
    </message>
    <message>
        <source>Decode as this encoding, whatever the page says.</source>
        <translation>不论页面声明，按该编码解码。</translation>
    </message>
    <message>
        <source>page tree takes one file</source>
        <translation>page tree 需要一个文件</translation>
    </message>
    <message>
        <source>--encoding %1: unknown encoding</source>
        <translation>--encoding %1：未知编码</translation>
    </message>
    <message>
        <source>title, date, body and files of single pages</source>
        <translation>抽取单个页面的标题、日期、正文和附件</translation>
    </message>
    <message>
        <source>the parsed tree of a page in the html5lib test form</source>
        <translation>以 html5lib 测试格式输出页面的解析树</translation>
    </message>
    <message>
        <source>Only the sites of this wave.</source>
        <translation>只处理该批次的站点。</translation>
    </message>
    <message>
        <source>jsonl or csv.</source>
        <translation>jsonl 或 csv。</translation>
    </message>
    <message>
        <source>export takes one of: %1</source>
        <translation>export 后应为其中之一：%1</translation>
    </message>
    <message>
        <source>(batch)</source>
        <translation>（整批）</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n site(s), target %2</source>
        <translation>
            <numerusform>%1：%n 个站点，目标 %2</numerusform>
        </translation>
    </message>
    <message>
        <source>site</source>
        <translation>站点</translation>
    </message>
    <message>
        <source>stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>state</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>what it left</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>a table of the workspace for other tools</source>
        <translation>导出工作区的数据表，供其他工具使用</translation>
    </message>
    <message>
        <source>the redirects for a web server</source>
        <translation>导出供网站服务器使用的跳转规则</translation>
    </message>
    <message>
        <source>write the reports of the newest plan again</source>
        <translation>重新生成最新计划的报告</translation>
    </message>
    <message>
        <source>which stage ran for which site, and what it left</source>
        <translation>各站点运行到哪个阶段、结果如何</translation>
    </message>
    <message>
        <source>--site %1: there is no such site in the workspace</source>
        <translation>--site %1：工作区中没有这个站点</translation>
    </message>
    <message>
        <source>--wave %1: expected a number from 1 on</source>
        <translation>--wave %1：应为不小于 1 的数</translation>
    </message>
    <message>
        <source>the workspace has no sites yet; add some with &quot;guiyi add-site&quot;</source>
        <translation>工作区还没有站点，请用“guiyi add-site”添加</translation>
    </message>
    <message>
        <source>no site is in that wave</source>
        <translation>该批次没有站点</translation>
    </message>
    <message>
        <source>writing the output</source>
        <translation>写输出</translation>
    </message>
    <message>
        <source>The last stage to run: extract, map or plan.</source>
        <translation>运行到哪个阶段为止：extract、map 或 plan。</translation>
    </message>
    <message>
        <source>%1: done</source>
        <translation>%1：完成</translation>
    </message>
    <message>
        <source>unexpected argument &quot;%1&quot;</source>
        <translation>多余的参数“%1”</translation>
    </message>
    <message>
        <source>--to %1: expected extract, map or plan; only &quot;guiyi apply&quot; writes to the platform</source>
        <translation>--to %1：应为 extract、map 或 plan；只有“guiyi apply”写入平台</translation>
    </message>
    <message>
        <source>read the sites into canonical records</source>
        <translation>抽取：把站点读成规范记录</translation>
    </message>
    <message>
        <source>propose columns, duplicates and new addresses</source>
        <translation>映射：提出栏目归并、重复稿件和新地址的方案</translation>
    </message>
    <message>
        <source>dry run: what apply would do, row by row</source>
        <translation>计划（试运行）：逐条列出将要执行的操作</translation>
    </message>
    <message>
        <source>execute the plan on the platform</source>
        <translation>在平台上执行计划</translation>
    </message>
    <message>
        <source>run the stages up to a gate; never writes to the platform</source>
        <translation>依次运行到指定阶段，从不写入平台</translation>
    </message>
    <message>
        <source>Name of the batch; without it the folder&apos;s name.</source>
        <translation>批次名称，缺省为目录名。</translation>
    </message>
    <message>
        <source>init takes one folder</source>
        <translation>init 只接受一个目录</translation>
    </message>
    <message>
        <source>workspace created in %1</source>
        <translation>已创建工作区：%1</translation>
    </message>
    <message>
        <source>A CSV file with a line per site: id,name,code,level,host,aliases,source,wave.</source>
        <translation>CSV 文件，每站一行：id,name,code,level,host,aliases,source,wave。</translation>
    </message>
    <message>
        <source>Full name of the site.</source>
        <translation>网站规范名称。</translation>
    </message>
    <message>
        <source>Government website identification code.</source>
        <translation>政府网站标识码。</translation>
    </message>
    <message>
        <source>province, city, district, department, county_department, township or subdistrict.</source>
        <translation>province、city、district、department、county_department、township 或 subdistrict。</translation>
    </message>
    <message>
        <source>Main host, without http://.</source>
        <translation>主机名，不含 http://。</translation>
    </message>
    <message>
        <source>A further host of the same site; may be given several times.</source>
        <translation>同一站点的其他主机名，可多次给出。</translation>
    </message>
    <message>
        <source>Where the site is read from, such as mirror:/folder; the first is the authority when given several times.</source>
        <translation>站点来源，如 mirror:/目录；多次给出时以第一个为准。</translation>
    </message>
    <message>
        <source>The wave it moves in.</source>
        <translation>所属批次。</translation>
    </message>
    <message>
        <source>Its host on the platform, when people decided it.</source>
        <translation>平台上的域名（由人工指定时）。</translation>
    </message>
    <message>
        <source>Its path on a shared host, such as /minzheng.</source>
        <translation>共用域名下的路径，如 /minzheng。</translation>
    </message>
    <message>
        <source>name is missing</source>
        <translation>缺少名称</translation>
    </message>
    <message>
        <source>give --name</source>
        <translation>请给出 --name</translation>
    </message>
    <message>
        <source>adding a site</source>
        <translation>添加站点</translation>
    </message>
    <message>
        <source>add-site takes the id of one site, or --from FILE</source>
        <translation>add-site 需要一个站点标识，或 --from 文件</translation>
    </message>
    <message numerus="yes">
        <source>%n site(s) added</source>
        <translation>
            <numerusform>已添加 %n 个站点</numerusform>
        </translation>
    </message>
    <message>
        <source>create a workspace</source>
        <translation>创建工作区</translation>
    </message>
    <message>
        <source>add one site, or all of a list</source>
        <translation>添加一个站点，或整个清单</translation>
    </message>
    <message>
        <source>for people to look at</source>
        <translation>需人工查看</translation>
    </message>
    <message>
        <source>html, xlsx, json or csv.</source>
        <translation>html、xlsx、json 或 csv。</translation>
    </message>
    <message>
        <source>Measured facts: CSV with host,dns,ipv6,https,certificate,https_redirect, each yes or no.</source>
        <translation>实测情况：CSV，列为 host,dns,ipv6,https,certificate,https_redirect，取值 yes 或 no。</translation>
    </message>
    <message>
        <source>Ask the system&apos;s resolver for addresses of every host.</source>
        <translation>用系统解析器查询每个域名的地址。</translation>
    </message>
    <message>
        <source>Further labels of areas and departments (YAML).</source>
        <translation>补充的地区与部门标签（YAML）。</translation>
    </message>
    <message>
        <source>Other domain rules; without it the built-in ones.</source>
        <translation>另外的域名规则；不指定则用内置规则。</translation>
    </message>
    <message>
        <source>An earlier audit in JSON, to compare with.</source>
        <translation>用于对比的上次审核结果（JSON）。</translation>
    </message>
    <message>
        <source>Exit with 1 at findings of this severity: error, warn or none.</source>
        <translation>出现该级别问题时退出码为 1：error、warn 或 none。</translation>
    </message>
    <message>
        <source>The hosts: CSV with host,site,name,body,level,kind,state,main,standard_host,aliases, or a host a line.</source>
        <translation>域名清单：CSV（host,site,name,body,level,kind,state,main,standard_host,aliases），或每行一个域名。</translation>
    </message>
    <message>
        <source>xlsx needs --output FILE</source>
        <translation>xlsx 需要 --output FILE</translation>
    </message>
    <message>
        <source>--format is html, xlsx, json or csv</source>
        <translation>--format 应为 html、xlsx、json 或 csv</translation>
    </message>
    <message>
        <source>--gate is error, warn or none</source>
        <translation>--gate 应为 error、warn 或 none</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) of the facts are of hosts outside the list</source>
        <translation>
            <numerusform>实测情况中有 %n 行的域名不在清单内</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 articles and %2 files were looked through</source>
        <translation>共检查 %1 篇稿件、%2 个文件</translation>
    </message>
    <message>
        <source>%1 hosts, %2 errors, %3 warnings</source>
        <translation>%1 个域名，%2 个错误，%3 个警告</translation>
    </message>
    <message>
        <source>domains audit needs --input FILE</source>
        <translation>domains audit 需要 --input FILE</translation>
    </message>
    <message>
        <source>nothing is applied yet: the hosts are audited, content is not</source>
        <translation>尚未执行迁移：只审核域名，未检查内容</translation>
    </message>
    <message>
        <source>YAML: old.host[/path]: new.host[/path], a rule a line.</source>
        <translation>YAML：旧域名[/路径]: 新域名[/路径]，每行一条。</translation>
    </message>
    <message>
        <source>Folder for the pages; one page without it goes to standard output.</source>
        <translation>页面输出文件夹；单个页面不指定时输出到标准输出。</translation>
    </message>
    <message>
        <source>Write a line of JSON for every address found.</source>
        <translation>为找到的每个地址写一行 JSON。</translation>
    </message>
    <message>
        <source>Change addresses in running text too.</source>
        <translation>正文文字中的地址也一并更改。</translation>
    </message>
    <message>
        <source>Pages to rewrite.</source>
        <translation>要改写的页面。</translation>
    </message>
    <message>
        <source>rewrite needs --map FILE and pages</source>
        <translation>rewrite 需要 --map FILE 和页面文件</translation>
    </message>
    <message>
        <source>several pages need --output FOLDER</source>
        <translation>多个页面需要 --output FOLDER</translation>
    </message>
    <message>
        <source>%1 pages, %2 addresses on mapped hosts, %3 of them only reported</source>
        <translation>%1 个页面，%2 个旧域名地址，其中 %3 个仅报告</translation>
    </message>
    <message>
        <source>a list of hosts against the domain rules</source>
        <translation>按域名规则审核一份域名清单</translation>
    </message>
    <message>
        <source>the workspace&apos;s hosts against the domain rules, and old hosts left in content</source>
        <translation>按域名规则审核工作区的域名，并查找内容中残留的旧域名</translation>
    </message>
    <message>
        <source>pages with their old hosts changed to new ones, and the ledger</source>
        <translation>把页面中的旧域名改为新域名，并给出台账</translation>
    </message>
    <message>
        <source>Pages: JSON lines (or one array) {id, file, url, encoding?}, files may be gzipped and are relative to this file; or a folder of pages.</source>
        <translation>页面：JSON 行（或一个数组）{id, file, url, encoding?}，文件可为 gzip，路径相对于本文件；也可以是存放页面的文件夹。</translation>
    </message>
    <message>
        <source>opening the platform</source>
        <translation>打开平台</translation>
    </message>
    <message>
        <source>there is none yet</source>
        <translation>还没有平台</translation>
    </message>
    <message>
        <source>run &quot;guiyi apply&quot; first</source>
        <translation>请先运行“guiyi apply”</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>records</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>of these undone</source>
        <translation>其中已撤销</translation>
    </message>
    <message>
        <source>all contents of the platform as text, the same on every engine</source>
        <translation>平台全部内容的文本，各数据库引擎一致</translation>
    </message>
    <message>
        <source>one number for all contents of the platform</source>
        <translation>平台全部内容的哈希值</translation>
    </message>
    <message>
        <source>what apply and rollback did</source>
        <translation>apply 和 rollback 的执行记录</translation>
    </message>
    <message>
        <source>%1: %2 pages tried, %3 articles; see %4</source>
        <translation>%1：试读 %2 页，其中稿件 %3 篇；见 %4</translation>
    </message>
    <message>
        <source>%1: %2 values to look at: %3, %4</source>
        <translation>%1：有 %2 个值待复核：%3、%4</translation>
    </message>
    <message>
        <source>right</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>cases</source>
        <translation>案例</translation>
    </message>
    <message>
        <source>of all records, 95 % sure</source>
        <translation>全部记录（95 % 置信）</translation>
    </message>
    <message>
        <source>no random sample</source>
        <translation>无随机样本</translation>
    </message>
    <message>
        <source>%1 answers kept in cases/</source>
        <translation>已在 cases/ 保存 %1 个答案</translation>
    </message>
    <message>
        <source>Try the rules of the sites&apos; files on a few pages; writes a report, nothing else.</source>
        <translation>在少量页面上试用站点文件中的规则；只写一份报告。</translation>
    </message>
    <message>
        <source>List the least certain values of the last extraction, beside their pages.</source>
        <translation>列出最近一次提取中最不确定的值，与原页面并排显示。</translation>
    </message>
    <message>
        <source>Keep the answers of a filled-in review list as cases of the workspace.</source>
        <translation>把填好的复核清单中的答案保存为工作区的案例。</translation>
    </message>
    <message>
        <source>Compare the last extraction with the cases people confirmed.</source>
        <translation>将最近一次提取与人工确认的案例比较。</translation>
    </message>
    <message>
        <source>give one of --preview, --review, --add-cases and --check-cases</source>
        <translation>--preview、--review、--add-cases、--check-cases 只能给一个</translation>
    </message>
    <message>
        <source>%1 decisions of %2 sites written</source>
        <translation>已写出 %2 个站点的 %1 条决定</translation>
    </message>
    <message>
        <source>row %1 is stale and left out: %2 %3: %4</source>
        <translation>第 %1 行已过期，未采用：%2 %3：%4</translation>
    </message>
    <message>
        <source>%1 decisions would change, %2 articles with them; %3 rows are as they were, %4 are stale; nothing was written</source>
        <translation>将改变 %1 条决定，涉及 %2 篇稿件；%3 行未变，%4 行已过期；未写入任何内容</translation>
    </message>
    <message>
        <source>%1 decisions changed, %2 articles with them; %3 rows are as they were, %4 are stale; run &quot;guiyi map&quot; to apply them</source>
        <translation>已改变 %1 条决定，涉及 %2 篇稿件；%3 行未变，%4 行已过期；运行 “guiyi map” 使其生效</translation>
    </message>
    <message>
        <source>Write the decisions of the mapping files to this workbook; map nothing.</source>
        <translation>把映射文件中的决定写入此工作簿；不做映射。</translation>
    </message>
    <message>
        <source>The same as CSV.</source>
        <translation>同上，写成 CSV。</translation>
    </message>
    <message>
        <source>Take the decisions edited in this .xlsx or CSV file into the mapping files; map nothing.</source>
        <translation>把此 .xlsx 或 CSV 文件中修改的决定写入映射文件；不做映射。</translation>
    </message>
    <message>
        <source>The same as --from-sheet.</source>
        <translation>与 --from-sheet 相同。</translation>
    </message>
    <message>
        <source>With --from-sheet: show what would change and write nothing.</source>
        <translation>与 --from-sheet 同用：只显示将改变什么，不写入。</translation>
    </message>
    <message>
        <source>--preview needs --from-sheet FILE</source>
        <translation>--preview 需要 --from-sheet FILE</translation>
    </message>
    <message>
        <source>write a sheet or take one in, not both in one run</source>
        <translation>一次只能写出或读入表格，不能同时进行</translation>
    </message>
    <message>
        <source>Write at most this many records.</source>
        <translation>最多写入这么多条记录。</translation>
    </message>
    <message>
        <source>Only what belongs to site=ID, column=CODE or url=ADDRESS; may be given for each.</source>
        <translation>只处理 site=站点、column=栏目代码 或 url=地址 的内容；三者可各给一次。</translation>
    </message>
    <message>
        <source>Load the repaired records of this file.</source>
        <translation>载入该文件中修复后的记录。</translation>
    </message>
    <message>
        <source>Only what this batch did; without any choice the newest one.</source>
        <translation>只撤销该批次所做的；不指定时为最新批次。</translation>
    </message>
    <message>
        <source>Only the record of this old address.</source>
        <translation>只撤销该旧地址的记录。</translation>
    </message>
    <message>
        <source>--%1 %2: expected a number from 1 on</source>
        <translation>--%1 %2：应为从 1 起的整数</translation>
    </message>
    <message>
        <source>--only %1: expected site=ID, column=CODE or url=ADDRESS</source>
        <translation>--only %1：应为 site=站点、column=栏目代码 或 url=地址</translation>
    </message>
    <message>
        <source>rollback takes one --site at a time</source>
        <translation>回滚一次只接受一个 --site</translation>
    </message>
    <message>
        <source>take back what apply did</source>
        <translation>撤销 apply 所做的写入</translation>
    </message>
    <message>
        <source>%1 tables, %2 rows, encoding %3, %4 statements rejected</source>
        <translation>%1 个表，%2 行，编码 %3，%4 条语句被拒绝</translation>
    </message>
    <message>
        <source>missing: %1</source>
        <translation>缺少：%1</translation>
    </message>
    <message>
        <source>query</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>未执行</translation>
    </message>
    <message>
        <source>no known product has these tables</source>
        <translation>没有已知产品具有这些表</translation>
    </message>
    <message>
        <source>expected at most one profile folder, and --source</source>
        <translation>最多给出一个配置目录，并且需要 --source</translation>
    </message>
    <message>
        <source>[PROFILE_FOLDER]</source>
        <translation>[配置目录]</translation>
    </message>
    <message>
        <source>The site to switch.</source>
        <translation>要切换的站点。</translation>
    </message>
    <message>
        <source>The day of the switch; without it today.</source>
        <translation>切换日期；不给出时为今天。</translation>
    </message>
    <message>
        <source>The platform&apos;s IP address, for the preview.</source>
        <translation>平台的 IP 地址，用于预览。</translation>
    </message>
    <message>
        <source>The folder to write to; without it .guiyi/cutover/SITE.</source>
        <translation>写入的文件夹；不给出时为 .guiyi/cutover/站点。</translation>
    </message>
    <message>
        <source>Only note that the site was cut over on the day of --date.</source>
        <translation>只登记该站点已于 --date 切换。</translation>
    </message>
    <message>
        <source>cutover takes one site</source>
        <translation>cutover 需要一个站点</translation>
    </message>
    <message>
        <source>there is no site &quot;%1&quot;</source>
        <translation>没有站点“%1”</translation>
    </message>
    <message>
        <source>--date %1: expected YYYY-MM-DD</source>
        <translation>--date %1：应为 YYYY-MM-DD</translation>
    </message>
    <message>
        <source>Further logs.</source>
        <translation>更多日志。</translation>
    </message>
    <message>
        <source>The host of lines that name none.</source>
        <translation>未写主机的日志行所属的主机。</translation>
    </message>
    <message>
        <source>How many addresses to list.</source>
        <translation>列出多少个地址。</translation>
    </message>
    <message>
        <source>cutover leaderboard needs --log FILE</source>
        <translation>cutover leaderboard 需要 --log FILE</translation>
    </message>
    <message>
        <source>hits</source>
        <translation>访问量</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>what is asked for in vain after the cut over, by site</source>
        <translation>切换之后未找到的请求，按站点排列</translation>
    </message>
    <message>
        <source>checklist, preview, notice and sitemaps for switching a site&apos;s domain</source>
        <translation>切换站点域名所需的清单、预览、公告和站点地图</translation>
    </message>
    <message>
        <source>plan: %1 %2 of %3 (%4): %5</source>
        <translation>计划：%1 %2（站点 %3，%4）：%5</translation>
    </message>
    <message>
        <source>  rows it writes: %1</source>
        <translation>  写入的行：%1</translation>
    </message>
    <message>
        <source>map: %1 of %2 is %3 %4 %5</source>
        <translation>映射：%1（站点 %2）%3 %4 %5</translation>
    </message>
    <message>
        <source>column: %1 -&gt; %2 (%3: %4)</source>
        <translation>栏目：%1 -&gt; %2（%3：%4）</translation>
    </message>
    <message>
        <source>duplicates: %1 of %2 stays (%3)</source>
        <translation>重复稿件：保留 %1（站点 %2，%3）</translation>
    </message>
    <message>
        <source>duplicates: %1 of %2 is merged (%3)</source>
        <translation>重复稿件：合并 %1（站点 %2，%3）</translation>
    </message>
    <message>
        <source>redirect: %1 %2 %3</source>
        <translation>跳转：%1 %2 %3</translation>
    </message>
    <message>
        <source>give two plan files, the earlier one first</source>
        <translation>请给出两个计划文件，较早的在前</translation>
    </message>
    <message>
        <source>record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>after</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>what differs</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>the plans say the same</source>
        <translation>两个计划相同</translation>
    </message>
    <message>
        <source>%1 more; all with --json</source>
        <translation>另有 %1 条；用 --json 查看全部</translation>
    </message>
    <message>
        <source>Don&apos;t plan: say what the newest plan does with this address, and why.</source>
        <translation>不生成计划：说明最新计划如何处理该地址及其原因。</translation>
    </message>
    <message>
        <source>no site has this address, and the plan makes none</source>
        <translation>没有站点有此地址，计划也不会生成它</translation>
    </message>
    <message>
        <source>compare two plans</source>
        <translation>比较两个计划</translation>
    </message>
    <message>
        <source>Take the decisions of this CSV file instead of the workspace&apos;s plan; every host of an old address is then an old host of its own.</source>
        <translation>使用此 CSV 文件中的决定，而不用工作区的计划；其中每个旧地址的主机都视为独立的旧主机。</translation>
    </message>
    <message>
        <source>With --map: a host redirects may lead to; may be repeated. Without it every host of a target.</source>
        <translation>与 --map 同用：允许跳转到的主机，可重复；不给出时允许所有目标主机。</translation>
    </message>
    <message>
        <source>A CSV file of decisions.</source>
        <translation>决定的 CSV 文件。</translation>
    </message>
    <message>
        <source>Only tell what would change.</source>
        <translation>只说明会有哪些变化。</translation>
    </message>
    <message>
        <source>The file wins over decisions made before; without it they are kept.</source>
        <translation>以文件为准覆盖以前的决定；不给出时保留原决定。</translation>
    </message>
    <message>
        <source>Write refused lines here; without it to .guiyi/rejects/redirects.csv.</source>
        <translation>把被拒绝的行写到这里；不给出时写到 .guiyi/rejects/redirects.csv。</translation>
    </message>
    <message>
        <source>separator: %1</source>
        <translation>分隔符：%1</translation>
    </message>
    <message>
        <source>preview: nothing was written</source>
        <translation>预览：没有写入任何内容</translation>
    </message>
    <message>
        <source>redirects import takes one file</source>
        <translation>redirects import 需要一个文件</translation>
    </message>
    <message>
        <source>refused lines: %1</source>
        <translation>被拒绝的行：%1</translation>
    </message>
    <message>
        <source>Write refused lines here.</source>
        <translation>把被拒绝的行写到这里。</translation>
    </message>
    <message>
        <source>redirects fold needs --map FILE</source>
        <translation>redirects fold 需要 --map FILE</translation>
    </message>
    <message>
        <source>nginx, apache, apache-dbm, haproxy, caddy, iis, csv or jsonl.</source>
        <translation>nginx、apache、apache-dbm、haproxy、caddy、iis、csv 或 jsonl。</translation>
    </message>
    <message>
        <source>The file to write, or the folder for servers that read several.</source>
        <translation>要写入的文件；需要多个文件的服务器则为文件夹。</translation>
    </message>
    <message>
        <source>Where the server will find the files, when that is not the folder they are written to.</source>
        <translation>服务器读取这些文件的位置（与写入的文件夹不同时）。</translation>
    </message>
    <message>
        <source>--format %1: expected nginx, apache, apache-dbm, haproxy, caddy, iis, csv or jsonl</source>
        <translation>--format %1：应为 nginx、apache、apache-dbm、haproxy、caddy、iis、csv 或 jsonl</translation>
    </message>
    <message>
        <source>--format %1 writes several files: name a folder with --output</source>
        <translation>--format %1 会写出多个文件：请用 --output 指定文件夹</translation>
    </message>
    <message>
        <source>Addresses to look up.</source>
        <translation>要查询的地址。</translation>
    </message>
    <message>
        <source>Look up the addresses of this file, one a line; - for standard input.</source>
        <translation>查询此文件中的地址，每行一个；- 表示标准输入。</translation>
    </message>
    <message>
        <source>redirects check takes addresses, or --file FILE</source>
        <translation>redirects check 需要地址或 --file FILE</translation>
    </message>
    <message>
        <source>Address and port to answer on.</source>
        <translation>监听的地址和端口。</translation>
    </message>
    <message>
        <source>Write the number of requests by decision here, every minute and at the end.</source>
        <translation>每分钟及结束时把各决定的请求数写到这里。</translation>
    </message>
    <message>
        <source>--listen %1: expected HOST:PORT</source>
        <translation>--listen %1：应为 HOST:PORT</translation>
    </message>
    <message>
        <source>answering %1 decisions on http://%2:%3/</source>
        <translation>正在 http://%2:%3/ 应答 %1 条决定</translation>
    </message>
    <message>
        <source>An access log, plain or gzip; may be repeated, more may follow; - for standard input.</source>
        <translation>访问日志，纯文本或 gzip；可重复，其后还可列出更多；- 表示标准输入。</translation>
    </message>
    <message>
        <source>The host of lines that name none; without it the main host of the only site.</source>
        <translation>未写主机的日志行所属的主机；不给出时为唯一站点的主域名。</translation>
    </message>
    <message>
        <source>What is junk and who is a robot, instead of the built-in list.</source>
        <translation>代替内置清单的垃圾路径和爬虫清单。</translation>
    </message>
    <message>
        <source>How many open addresses to list.</source>
        <translation>列出多少个未决定的地址。</translation>
    </message>
    <message>
        <source>Write the open addresses with suggested targets as a file of decisions.</source>
        <translation>把未决定的地址和建议目标写成决定文件。</translation>
    </message>
    <message>
        <source>addresses</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>open address</source>
        <translation>未决定的地址</translation>
    </message>
    <message>
        <source>suggested</source>
        <translation>建议目标</translation>
    </message>
    <message>
        <source>because</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>More open addresses were asked for than are kept: their numbers may be too high, never too low.</source>
        <translation>未决定的地址多于可保留的数目：其数字可能偏高，但不会偏低。</translation>
    </message>
    <message>
        <source>redirects coverage needs --log FILE</source>
        <translation>redirects coverage 需要 --log FILE</translation>
    </message>
    <message>
        <source>take decisions on old addresses from a CSV file</source>
        <translation>从 CSV 文件导入对旧地址的决定</translation>
    </message>
    <message>
        <source>check a file of decisions and fold its chains</source>
        <translation>检查决定文件并合并跳转链</translation>
    </message>
    <message>
        <source>what old addresses answer</source>
        <translation>旧地址会得到什么应答</translation>
    </message>
    <message>
        <source>answer old addresses, and count them</source>
        <translation>应答旧地址并计数</translation>
    </message>
    <message>
        <source>how much of what access logs ask for has an answer</source>
        <translation>访问日志中的请求有多少已有着落</translation>
    </message>
    <message>
        <source>not yet cut over: %1</source>
        <translation>尚未切换：%1</translation>
    </message>
    <message>
        <source>Plan even when a site lost more than the guards of guiyi.yaml allow.</source>
        <translation>即使某站点减少的内容超过 guiyi.yaml 中的防护比例，也照样生成计划。</translation>
    </message>
    <message>
        <source>Of the sample for people, in percent (95 without it).</source>
        <translation>人工抽样的置信度，百分数（默认 95）。</translation>
    </message>
    <message>
        <source>Share of wrong articles the sample must be able to show, in percent (1 without it).</source>
        <translation>抽样应能发现的错误稿件比例，百分数（默认 1）。</translation>
    </message>
    <message>
        <source>--%1 %2: expected percent between 0 and 100</source>
        <translation>--%1 %2：应为 0 到 100 之间的百分数</translation>
    </message>
    <message>
        <source>check</source>
        <translation>检查项</translation>
    </message>
    <message>
        <source>checked</source>
        <translation>已检查</translation>
    </message>
    <message>
        <source>fault</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>times</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>everything that was checked is as it should be</source>
        <translation>检查的内容全部正确</translation>
    </message>
    <message>
        <source>links that lead nowhere, as the plan listed them: %1</source>
        <translation>计划中已列出的失效链接：%1</translation>
    </message>
    <message>
        <source>sample for people: %1 of %2 articles</source>
        <translation>人工抽样：%2 篇稿件中的 %1 篇</translation>
    </message>
    <message>
        <source>read the platform back and compare it with the source</source>
        <translation>回读平台并与来源比对</translation>
    </message>
    <message>
        <source>Ask nobody: check digests and index of what was captured.</source>
        <translation>不访问网络：核对已采集内容的摘要和索引。</translation>
    </message>
    <message>
        <source>Ask again for what failed.</source>
        <translation>重新请求失败的地址。</translation>
    </message>
    <message>
        <source>No pauses and many connections: for own or local servers only.</source>
        <translation>不停顿、多连接：只用于自有或本地服务器。</translation>
    </message>
    <message>
        <source>Further addresses to ask for, one a line.</source>
        <translation>补充采集的地址，每行一个。</translation>
    </message>
    <message>
        <source>%1: %2 archives, %3 records, %4 index lines, %5 faults</source>
        <translation>%1：%2 个档案文件，%3 条记录，%4 行索引，%5 处错误</translation>
    </message>
    <message>
        <source>fetch the sites that are read over HTTP, politely, into web archives</source>
        <translation>按礼貌规则抓取网站，存为网页档案（WARC）</translation>
    </message>
    <message>
        <source>Names and addresses as in /etc/hosts, in place of a resolver.</source>
        <translation>域名与地址对照文件（/etc/hosts 格式），代替域名解析。</translation>
    </message>
    <message>
        <source>csv or jsonl.</source>
        <translation>csv 或 jsonl。</translation>
    </message>
    <message>
        <source>A CSV file of hosts.</source>
        <translation>域名表 CSV 文件。</translation>
    </message>
    <message>
        <source>hosts import takes one file</source>
        <translation>hosts import 需要一个文件</translation>
    </message>
    <message>
        <source>%1 new, %2 changed, %3 unchanged</source>
        <translation>新增 %1 个，变更 %2 个，未变 %3 个</translation>
    </message>
    <message>
        <source>The hosts, as for domains audit; without it those of the workspace.</source>
        <translation>域名清单，格式同 domains audit；不给则取工作区的域名。</translation>
    </message>
    <message>
        <source>Trusted authorities (PEM); without it the system&apos;s.</source>
        <translation>信任的证书颁发机构（PEM）；不给则用系统自带的。</translation>
    </message>
    <message>
        <source>Where HTTP is answered.</source>
        <translation>HTTP 端口。</translation>
    </message>
    <message>
        <source>Where HTTPS is answered.</source>
        <translation>HTTPS 端口。</translation>
    </message>
    <message>
        <source>Seconds to wait for an answer.</source>
        <translation>等待应答的秒数。</translation>
    </message>
    <message>
        <source>--%1 %2: expected a number from 1 to %3</source>
        <translation>--%1 %2：应为 1 到 %3 的数字</translation>
    </message>
    <message>
        <source>the host table: every host of the sites and what is known of it</source>
        <translation>域名表：各站点的全部域名及已知情况</translation>
    </message>
    <message>
        <source>take hosts and what is known of them from a CSV file</source>
        <translation>从 CSV 文件导入域名及其情况</translation>
    </message>
    <message>
        <source>ask the network for names, TLS and redirects of hosts, as a file of facts</source>
        <translation>探测域名解析、TLS 与跳转，写成事实文件</translation>
    </message>
    <message>
        <source>Remove the indexes, before a large wave.</source>
        <translation>在大批装载之前删除索引。</translation>
    </message>
    <message>
        <source>The full-text indexes are gone.</source>
        <translation>全文索引已删除。</translation>
    </message>
    <message>
        <source>The full-text indexes of title and text are there; later waves keep them up.</source>
        <translation>标题和正文的全文索引已建立，以后各批会自动更新。</translation>
    </message>
    <message>
        <source>Copy the platform to this empty database; its form is that of target: in guiyi.yaml.</source>
        <translation>把平台复制到这个空数据库；写法同 guiyi.yaml 的 target:。</translation>
    </message>
    <message>
        <source>Copy the file contents to this folder or S3 bucket; its form is that of files: in guiyi.yaml.</source>
        <translation>把文件内容复制到这个文件夹或 S3 存储桶；写法同 guiyi.yaml 的 files:。</translation>
    </message>
    <message>
        <source>table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Both platforms have the hash %1. Write target: %2 into guiyi.yaml to go on with the copy.</source>
        <translation>两个平台的哈希都是 %1。要改用复制的平台，请在 guiyi.yaml 中写 target: %2。</translation>
    </message>
    <message>
        <source>%1 has all %2 file contents, each with its hash. Write files: %3 into guiyi.yaml to go on with it.</source>
        <translation>%1 已有全部 %2 个文件内容，哈希均相符。要改用它，请在 guiyi.yaml 中写 files: %3。</translation>
    </message>
    <message>
        <source>say where to: --to ADDRESS, --files-to ADDRESS or both</source>
        <translation>请说明去处：--to 地址、--files-to 地址，或两者</translation>
    </message>
    <message>
        <source>make the full-text indexes, after the load</source>
        <translation>装载之后建立全文索引</translation>
    </message>
    <message>
        <source>copy the platform to another database or file store, and prove that it is the same</source>
        <translation>把平台复制到另一个数据库或文件存储，并证明两者相同</translation>
    </message>
    <message>
        <source>strict keeps case and order; govuk is lower case, without a final slash and without insignificant parameters.</source>
        <translation>strict 保留大小写和次序；govuk 转小写，去掉末尾斜杠和无关参数。</translation>
    </message>
    <message>
        <source>The significant query parameters, with commas between them; the others are dropped.</source>
        <translation>有意义的查询参数，以逗号分隔；其余去掉。</translation>
    </message>
    <message>
        <source>--profile %1: expected strict or govuk</source>
        <translation>--profile %1：应为 strict 或 govuk</translation>
    </message>
    <message>
        <source>The key of web archives&apos; indexes (SURT).</source>
        <translation>网页归档索引用的键（SURT）。</translation>
    </message>
    <message>
        <source>Take the addresses of the workspace&apos;s extracted sites instead of standard input.</source>
        <translation>取工作区已提取站点的地址，不读标准输入。</translation>
    </message>
    <message>
        <source>addresses that become one under a profile</source>
        <translation>在某一规则下合而为一的地址</translation>
    </message>
    <message>
        <source>which query parameters choose the content, by what was answered</source>
        <translation>按所得内容判断哪些查询参数决定内容</translation>
    </message>
    <message>
        <source>An access log; what the server gave to readers is asked for too. May be given again.</source>
        <translation>访问日志：服务器曾给出过的地址也一并抓取，可重复指定。</translation>
    </message>
    <message>
        <source>At most this many requests a second over all sites.</source>
        <translation>所有站点合计每秒最多请求数。</translation>
    </message>
    <message>
        <source>--rate %1: expected a number above 0</source>
        <translation>--rate %1：应为大于 0 的数</translation>
    </message>
    <message>
        <source>Forget the earlier freeze and what changed since.</source>
        <translation>放弃此前的冻结及其后的变更记录。</translation>
    </message>
    <message>
        <source>%1: frozen at %2 with %3 articles</source>
        <translation>%1：已于 %2 冻结，共 %3 篇文章</translation>
    </message>
    <message>
        <source>change</source>
        <translation>变更</translation>
    </message>
    <message>
        <source>the old sites changed nothing since the freeze</source>
        <translation>冻结之后原网站没有变更</translation>
    </message>
    <message>
        <source>note what the old sites hold when their editing stops</source>
        <translation>在原网站停止编辑时记录其现有内容</translation>
    </message>
    <message>
        <source>what the old sites changed after the freeze, by a new capture and extraction</source>
        <translation>冻结之后原网站又改了什么（重新采集和提取后比较）</translation>
    </message>
    <message>
        <source>The file contents stay in %1: write that as files: into guiyi.yaml too, or copy them with --files-to.</source>
        <translation>文件内容仍在 %1：请把它作为 files: 也写入 guiyi.yaml，或用 --files-to 复制。</translation>
    </message>
    <message>
        <source>Look into a hand-over: its installs, and what each query of their profiles gives or lacks; its tables where no profile fits</source>
        <translation>查看移交的数据：其中有哪些系统，其配置的每条查询取得什么、缺少什么；没有合适的配置时列出各数据表</translation>
    </message>
    <message>
        <source>--source is no hand-over: expected dump:, sqlite:, access:, wxr:, ghost:, mysql:, postgresql: or odbc:</source>
        <translation>--source 不是移交的数据：应为 dump:、sqlite:、access:、wxr:、ghost:、mysql:、postgresql: 或 odbc:</translation>
    </message>
    <message>
        <source>The hand-over as a site&apos;s source names it: dump:FILE_OR_FOLDER (dump, backup folder, archive, WXR, Ghost, Access), sqlite:FILE, access:FILE, wxr:FILE, ghost:FILE, mysql://user@host:port/db, postgresql://user@host:port/db or odbc:DRIVER={…};…, with its options behind ?: prefix, cms, site, password_env, password_file.</source>
        <translation>移交的数据，写法与站点的 source 相同：dump:文件或文件夹（转储、备份文件夹、压缩包、WXR、Ghost、Access）、sqlite:文件、access:文件、wxr:文件、ghost:文件、mysql://用户@主机:端口/库、postgresql://用户@主机:端口/库 或 odbc:DRIVER={…};…，? 之后为选项：prefix、cms、site、password_env、password_file。</translation>
    </message>
</context>
<context>
    <name>ConfigText</name>
    <message>
        <source>a quote inside an unquoted field</source>
        <translation>未加引号的字段中出现引号</translation>
    </message>
    <message>
        <source>put the whole field in quotes and double the quotes in it</source>
        <translation>请给整个字段加引号，并把其中的引号写两遍</translation>
    </message>
    <message>
        <source>a quote is opened and never closed</source>
        <translation>引号没有闭合</translation>
    </message>
    <message>
        <source>close the field with a quote</source>
        <translation>请在字段末尾补上引号</translation>
    </message>
    <message>
        <source>text after a closing quote</source>
        <translation>闭合引号之后还有文字</translation>
    </message>
    <message>
        <source>double the quotes that belong to the field</source>
        <translation>属于内容的引号要写两遍</translation>
    </message>
    <message>
        <source>the text is not UTF-8</source>
        <translation>文件不是 UTF-8 编码</translation>
    </message>
    <message>
        <source>save the file as &quot;CSV UTF-8&quot; in the spreadsheet program</source>
        <translation>请在表格软件中另存为“CSV UTF-8”</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>文件为空</translation>
    </message>
    <message>
        <source>the first line must name the fields</source>
        <translation>首行必须是列名</translation>
    </message>
    <message>
        <source>%1 fields where the first line has %2</source>
        <translation>本行有 %1 列，而首行有 %2 列</translation>
    </message>
    <message>
        <source>check the commas and quotes of this line</source>
        <translation>请检查本行的逗号和引号</translation>
    </message>
    <message>
        <source>free some disk space and run the command again: it goes on where it was</source>
        <translation>请腾出磁盘空间后重新运行，将从中断处继续</translation>
    </message>
    <message>
        <source>make the folder writable for this user and run the command again</source>
        <translation>请让当前用户对该目录可写（writable）后重新运行</translation>
    </message>
    <message>
        <source>reading a file</source>
        <translation>读取文件</translation>
    </message>
    <message>
        <source>writing a file</source>
        <translation>写入文件</translation>
    </message>
    <message>
        <source>creating a folder</source>
        <translation>创建目录</translation>
    </message>
    <message>
        <source>id &quot;%1&quot; is not usable</source>
        <translation>标识“%1”不可用</translation>
    </message>
    <message>
        <source>expected up to 64 of a-z, 0-9, _ and -, such as &quot;minzheng&quot;</source>
        <translation>应为不超过 64 个的 a-z、0-9、_ 和 -，如“minzheng”</translation>
    </message>
    <message>
        <source>code &quot;%1&quot; is no website identification code</source>
        <translation>“%1”不是政府网站标识码</translation>
    </message>
    <message>
        <source>expected ten digits, or &quot;bm&quot; and eight digits</source>
        <translation>应为十位数字，或“bm”加八位数字</translation>
    </message>
    <message>
        <source>level is missing</source>
        <translation>缺少级别</translation>
    </message>
    <message>
        <source>level &quot;%1&quot; is unknown</source>
        <translation>未知级别“%1”</translation>
    </message>
    <message>
        <source>expected one of: %1</source>
        <translation>应为其中之一：%1</translation>
    </message>
    <message>
        <source>host is missing</source>
        <translation>缺少主机名</translation>
    </message>
    <message>
        <source>host &quot;%1&quot; is no host name</source>
        <translation>“%1”不是主机名</translation>
    </message>
    <message>
        <source>expected a name such as www.example.gov.cn or 192.0.2.7:8080, without http://</source>
        <translation>应如 www.example.gov.cn 或 192.0.2.7:8080，不含 http://</translation>
    </message>
    <message>
        <source>source &quot;%1&quot; names nothing to read</source>
        <translation>来源“%1”没有指明读取对象</translation>
    </message>
    <message>
        <source>expected %1</source>
        <translation>应为 %1</translation>
    </message>
    <message>
        <source>source is missing</source>
        <translation>缺少来源</translation>
    </message>
    <message>
        <source>source &quot;%1&quot; is of no known kind</source>
        <translation>来源“%1”种类未知</translation>
    </message>
    <message>
        <source>expected mirror:/folder, or one of: %1, %2</source>
        <translation>应为 mirror:/目录，或其中之一：%1, %2</translation>
    </message>
    <message>
        <source>wave &quot;%1&quot; is no wave</source>
        <translation>“%1”不是批次</translation>
    </message>
    <message>
        <source>expected a number from 1 on</source>
        <translation>应为不小于 1 的数</translation>
    </message>
    <message>
        <source>base_path &quot;%1&quot; is no path</source>
        <translation>base_path“%1”不是路径</translation>
    </message>
    <message>
        <source>expected a path such as /minzheng</source>
        <translation>应为路径，如 /minzheng</translation>
    </message>
    <message>
        <source>id &quot;%1&quot; is taken by %2</source>
        <translation>标识“%1”已被 %2 使用</translation>
    </message>
    <message>
        <source>give every site its own id</source>
        <translation>每个站点的标识应各不相同</translation>
    </message>
    <message>
        <source>host &quot;%1&quot; is taken by %2</source>
        <translation>主机“%1”已被 %2 使用</translation>
    </message>
    <message>
        <source>a host belongs to one site; remove it from the other</source>
        <translation>一个主机只属于一个站点，请从另一处删除</translation>
    </message>
    <message>
        <source>the name of the site</source>
        <translation>网站名称</translation>
    </message>
    <message>
        <source>unknown field &quot;%1&quot;</source>
        <translation>未知列“%1”</translation>
    </message>
    <message>
        <source>known fields: %1</source>
        <translation>可用的列：%1</translation>
    </message>
    <message>
        <source>did you mean &quot;%1&quot;?</source>
        <translation>是否想写“%1”？</translation>
    </message>
    <message>
        <source>field &quot;%1&quot; is named twice</source>
        <translation>列“%1”出现两次</translation>
    </message>
    <message>
        <source>keep one of the two</source>
        <translation>请保留其中一个</translation>
    </message>
    <message>
        <source>field &quot;%1&quot; is missing</source>
        <translation>缺少列“%1”</translation>
    </message>
    <message>
        <source>expected a first line such as id,name,code,level,host,aliases,source,wave</source>
        <translation>首行应如 id,name,code,level,host,aliases,source,wave</translation>
    </message>
    <message>
        <source>name is missing</source>
        <translation>缺少名称</translation>
    </message>
    <message>
        <source>expected the name of the site</source>
        <translation>应为网站名称</translation>
    </message>
    <message>
        <source>the file names no site</source>
        <translation>文件中没有站点</translation>
    </message>
    <message>
        <source>add a line per site</source>
        <translation>每个站点写一行</translation>
    </message>
    <message>
        <source># The batch: what is moved, and whereto. The sites stand in sites/, one file each.</source>
        <translation># 批次：迁移什么、迁到哪里。站点在 sites/ 中，每站一个文件。</translation>
    </message>
    <message>
        <source># Where apply writes to; a relative path starts at this folder.</source>
        <translation># apply 写入的目标；相对路径从本目录起算。</translation>
    </message>
    <message>
        <source>  # file: my-taxonomy.yaml   (without it: the built-in taxonomy)</source>
        <translation>  # file: my-taxonomy.yaml   （缺省用内置标准栏目）</translation>
    </message>
    <message>
        <source>  # Deepest level of the new columns, 1 to 3.</source>
        <translation>  # 新栏目最深层级，1 至 3。</translation>
    </message>
    <message>
        <source>  # Host of the platform, for sites without a standard domain of their own.</source>
        <translation>  # 平台域名，供没有自己标准域名的站点使用。</translation>
    </message>
    <message>
        <source>  # Decided by hand: site id or old host on the left, new host (and path) on the right.</source>
        <translation>  # 人工指定：左边是站点标识或旧主机，右边是新主机（和路径）。</translation>
    </message>
    <message>
        <source>target &quot;%1&quot; is of no known kind</source>
        <translation>目标“%1”种类未知</translation>
    </message>
    <message>
        <source>taxonomy file &quot;%1&quot; is not there</source>
        <translation>标准栏目文件“%1”不存在</translation>
    </message>
    <message>
        <source>expected a path relative to guiyi.yaml</source>
        <translation>应为相对于 guiyi.yaml 的路径</translation>
    </message>
    <message>
        <source>keep_level &quot;%1&quot; is no level</source>
        <translation>keep_level“%1”不是层级</translation>
    </message>
    <message>
        <source>expected 1, 2 or 3</source>
        <translation>应为 1、2 或 3</translation>
    </message>
    <message>
        <source>the name of the batch</source>
        <translation>批次名称</translation>
    </message>
    <message>
        <source>reading the site files</source>
        <translation>读取站点文件</translation>
    </message>
    <message>
        <source>creating a workspace</source>
        <translation>创建工作区</translation>
    </message>
    <message>
        <source>there is a workspace already</source>
        <translation>已有工作区</translation>
    </message>
    <message>
        <source>choose another folder, or go on with this one</source>
        <translation>请另选目录，或继续使用这个</translation>
    </message>
    <message>
        <source>opening the workspace</source>
        <translation>打开工作区</translation>
    </message>
    <message>
        <source>there is no guiyi.yaml here</source>
        <translation>此处没有 guiyi.yaml</translation>
    </message>
    <message>
        <source>run &quot;guiyi init&quot; first, or name the folder with -C</source>
        <translation>请先运行“guiyi init”，或用 -C 指明目录</translation>
    </message>
    <message>
        <source>the file would not be read</source>
        <translation>该文件不会被读取</translation>
    </message>
    <message>
        <source>rename it to end in .yaml</source>
        <translation>请改名为以 .yaml 结尾</translation>
    </message>
    <message>
        <source>adding a site</source>
        <translation>添加站点</translation>
    </message>
    <message>
        <source>new site %1</source>
        <translation>新站点 %1</translation>
    </message>
    <message>
        <source>not YAML: %1</source>
        <translation>不是 YAML：%1</translation>
    </message>
    <message>
        <source>look for a missing colon, quote or indentation near this line</source>
        <translation>请检查本行附近的冒号、引号或缩进</translation>
    </message>
    <message>
        <source>the file is not a list of &quot;key: value&quot; lines</source>
        <translation>文件不是“键: 值”的形式</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has no keys below it</source>
        <translation>“%1”下面没有键</translation>
    </message>
    <message>
        <source>write one &quot;key: value&quot; per line, indented alike</source>
        <translation>每行写一个“键: 值”，缩进一致</translation>
    </message>
    <message>
        <source>a key that is not a word</source>
        <translation>键不是一个词</translation>
    </message>
    <message>
        <source>write &quot;key: value&quot;</source>
        <translation>请写成“键: 值”</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is given twice, first in line %2</source>
        <translation>“%1”出现两次，前一次在第 %2 行</translation>
    </message>
    <message>
        <source>unknown key &quot;%1&quot;</source>
        <translation>未知键“%1”</translation>
    </message>
    <message>
        <source>unknown key &quot;%1&quot; below &quot;%2&quot;</source>
        <translation>“%2”下的未知键“%1”</translation>
    </message>
    <message>
        <source>known keys: %1</source>
        <translation>可用的键：%1</translation>
    </message>
    <message>
        <source>&quot;%1&quot; must be one value</source>
        <translation>“%1”应为一个值</translation>
    </message>
    <message>
        <source>write &quot;%1: value&quot;</source>
        <translation>请写成“%1: 值”</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is missing</source>
        <translation>缺少“%1”</translation>
    </message>
    <message>
        <source>&quot;%1&quot; must be a value or a list</source>
        <translation>“%1”应为一个值或列表</translation>
    </message>
    <message>
        <source>write &quot;%1: [one, two]&quot;</source>
        <translation>请写成“%1: [甲, 乙]”</translation>
    </message>
    <message>
        <source>an entry of &quot;%1&quot; is not a text</source>
        <translation>“%1”中有一项不是文本</translation>
    </message>
    <message>
        <source>put it in quotes when it holds a colon</source>
        <translation>含冒号时请加引号</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has no value</source>
        <translation>“%1”没有值</translation>
    </message>
    <message>
        <source>a second document begins here</source>
        <translation>这里开始了第二个文档</translation>
    </message>
    <message>
        <source>remove the line &quot;---&quot; above; a file holds one document</source>
        <translation>请删除上面的“---”行；一个文件只放一个文档</translation>
    </message>
    <message>
        <source>id &quot;%1&quot; is taken by mappings/duplicates.yaml</source>
        <translation>标识“%1”已被 mappings/duplicates.yaml 占用</translation>
    </message>
    <message>
        <source>choose another one</source>
        <translation>请另选一个</translation>
    </message>
    <message>
        <source>&quot;templates&quot; has no keys below it</source>
        <translation>“templates”下没有键</translation>
    </message>
    <message>
        <source>write a name, and below it url, title, date, body and so on</source>
        <translation>先写名称，其下写 url、title、date、body 等</translation>
    </message>
    <message>
        <source>the template &quot;%1&quot; says nothing</source>
        <translation>模板“%1”没有内容</translation>
    </message>
    <message>
        <source>give it a kind, or selectors for title, date, body and so on</source>
        <translation>请给出 kind，或 title、date、body 等的选择器</translation>
    </message>
    <message>
        <source>reading the target</source>
        <translation>读取目标平台地址</translation>
    </message>
    <message>
        <source>expected sqlite:/path/platform.db, postgresql://user@host:port/database or mysql://user@host:port/database</source>
        <translation>应为 sqlite:/路径/platform.db、postgresql://用户@主机:端口/库名 或 mysql://用户@主机:端口/库名</translation>
    </message>
    <message>
        <source>target option tls=%1 is not known</source>
        <translation>目标选项 tls=%1 无法识别</translation>
    </message>
    <message>
        <source>expected off, prefer, require or verify</source>
        <translation>应为 off、prefer、require 或 verify</translation>
    </message>
    <message>
        <source>target option &quot;%1&quot; is not known</source>
        <translation>目标选项“%1”无法识别</translation>
    </message>
    <message>
        <source>expected password_env, password_file, tls or ca</source>
        <translation>应为 password_env、password_file、tls 或 ca</translation>
    </message>
    <message>
        <source>the target holds a password</source>
        <translation>目标地址中写有密码</translation>
    </message>
    <message>
        <source>write ?password_env=NAME or ?password_file=FILE instead</source>
        <translation>请改写为 ?password_env=变量名 或 ?password_file=文件</translation>
    </message>
    <message>
        <source>the environment variable %1 with the password is not set</source>
        <translation>存放密码的环境变量 %1 未设置</translation>
    </message>
    <message>
        <source>set it and run the command again</source>
        <translation>请设置后重新运行命令</translation>
    </message>
    <message>
        <source>flatten &quot;%1&quot; is no policy</source>
        <translation>flatten “%1” 不是已知的策略</translation>
    </message>
    <message>
        <source>expected by-rule, keep-level or keep-leaf</source>
        <translation>应为 by-rule、keep-level 或 keep-leaf</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no address</source>
        <translation>“%1”不是网址</translation>
    </message>
    <message>
        <source>expected the old address of an article, with http://</source>
        <translation>应为稿件的旧地址，以 http:// 开头</translation>
    </message>
    <message>
        <source>&quot;%1&quot; stands twice</source>
        <translation>“%1”出现了两次</translation>
    </message>
    <message>
        <source>remove one of the lines</source>
        <translation>删去其中一行</translation>
    </message>
    <message>
        <source>less than two articles</source>
        <translation>稿件不足两篇</translation>
    </message>
    <message>
        <source>list at least two addresses under `articles`</source>
        <translation>在 articles 下至少列出两个地址</translation>
    </message>
    <message>
        <source>expected `same` or `different`</source>
        <translation>应为 same 或 different</translation>
    </message>
    <message>
        <source>decision &quot;%1&quot; is unknown</source>
        <translation>未知的决定“%1”</translation>
    </message>
    <message>
        <source>`decisions` is no list</source>
        <translation>decisions 不是列表</translation>
    </message>
    <message>
        <source>begin each decision with a dash</source>
        <translation>每条决定以短横开头</translation>
    </message>
    <message>
        <source>%1 and %2 are different here and the same by other decisions</source>
        <translation>%1 与 %2 在此判为不同，又被其他决定判为相同</translation>
    </message>
    <message>
        <source>remove the decision that is wrong</source>
        <translation>删去错误的决定</translation>
    </message>
    <message>
        <source>%1 &quot;%2&quot; is no share</source>
        <translation>%1“%2”不是比例</translation>
    </message>
    <message>
        <source>expected percent, 0 to 100</source>
        <translation>应为 0 到 100 的百分数</translation>
    </message>
    <message>
        <source>the file with the password cannot be read: %1, %2</source>
        <translation>无法读取密码文件：%1，%2</translation>
    </message>
    <message>
        <source>make it readable for this user, or name another file</source>
        <translation>请使当前用户可读该文件，或指定其他文件</translation>
    </message>
    <message>
        <source>%1 &quot;%2&quot; is neither yes nor no</source>
        <translation>%1 的值“%2”既不是 yes 也不是 no</translation>
    </message>
    <message>
        <source>expected yes or no</source>
        <translation>应为 yes 或 no</translation>
    </message>
    <message>
        <source>%1 &quot;%2&quot; is no policy</source>
        <translation>%1“%2”不是处理办法</translation>
    </message>
    <message>
        <source>expected ask, ours or theirs</source>
        <translation>应为 ask、ours 或 theirs</translation>
    </message>
    <message>
        <source>reading the file store&apos;s address</source>
        <translation>读取文件存储地址</translation>
    </message>
    <message>
        <source>the file store&apos;s option tls=%1 is not known</source>
        <translation>文件存储的选项 tls=%1 不认识</translation>
    </message>
    <message>
        <source>expected off, require or verify</source>
        <translation>应为 off、require 或 verify</translation>
    </message>
    <message>
        <source>the file store&apos;s option &quot;%1&quot; is not known</source>
        <translation>文件存储的选项“%1”不认识</translation>
    </message>
    <message>
        <source>expected secret_env, secret_file, region, tls or ca</source>
        <translation>应为 secret_env、secret_file、region、tls 或 ca</translation>
    </message>
    <message>
        <source>the file store&apos;s address holds a secret</source>
        <translation>文件存储地址中含有密钥</translation>
    </message>
    <message>
        <source>write ?secret_env=NAME or ?secret_file=FILE instead</source>
        <translation>请改写为 ?secret_env=变量名 或 ?secret_file=文件</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no address of a file store</source>
        <translation>“%1”不是文件存储地址</translation>
    </message>
    <message>
        <source>expected a folder, or s3://ACCESSKEY@host:port/bucket/prefix?secret_env=NAME</source>
        <translation>应为文件夹，或 s3://ACCESSKEY@host:port/bucket/prefix?secret_env=NAME</translation>
    </message>
    <message>
        <source>the file store&apos;s address names no secret, or two</source>
        <translation>文件存储地址没有指明密钥，或指明了两个</translation>
    </message>
    <message>
        <source>write either ?secret_env=NAME or ?secret_file=FILE</source>
        <translation>请写 ?secret_env=变量名 或 ?secret_file=文件 之一</translation>
    </message>
    <message>
        <source>the secret of the file store is empty</source>
        <translation>文件存储的密钥为空</translation>
    </message>
    <message>
        <source>write it into the variable or file that the address names</source>
        <translation>请写入地址所指的变量或文件</translation>
    </message>
    <message>
        <source>there is no column &quot;host&quot; or &quot;site&quot;</source>
        <translation>没有“host”或“site”列</translation>
    </message>
    <message>
        <source>expected a first line such as host,site,main,owner,standard_host,state</source>
        <translation>首行应如 host,site,main,owner,standard_host,state</translation>
    </message>
    <message>
        <source>reading the host table</source>
        <translation>读取域名表</translation>
    </message>
    <message>
        <source>state &quot;%1&quot; is no state</source>
        <translation>状态“%1”无效</translation>
    </message>
    <message>
        <source>expected active, redirects, idle or closed</source>
        <translation>应为 active、redirects、idle 或 closed</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no day</source>
        <translation>“%1”不是日期</translation>
    </message>
    <message>
        <source>expected YYYY-MM-DD</source>
        <translation>应为 YYYY-MM-DD</translation>
    </message>
    <message>
        <source>host &quot;%1&quot; stands in line %2 already</source>
        <translation>域名“%1”已在第 %2 行</translation>
    </message>
    <message>
        <source>write a line a host</source>
        <translation>每个域名写一行</translation>
    </message>
    <message>
        <source>there is no site &quot;%1&quot;</source>
        <translation>没有站点“%1”</translation>
    </message>
    <message>
        <source>add the site first, or put its id right</source>
        <translation>先添加该站点，或改正其标识</translation>
    </message>
    <message>
        <source>the main host of %1 is %2</source>
        <translation>%1 的主域名是 %2</translation>
    </message>
    <message>
        <source>change it in the site&apos;s file, or take &quot;main&quot; away</source>
        <translation>在站点文件中修改，或去掉“main”</translation>
    </message>
    <message>
        <source>the site&apos;s file gives %1 another standard domain</source>
        <translation>站点文件给 %1 的规范域名不同</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no usable value of network.%2</source>
        <translation>“%1”不能作为 network.%2 的值</translation>
    </message>
    <message>
        <source>expected a number from %1 on</source>
        <translation>应为不小于 %1 的数</translation>
    </message>
    <message>
        <source>window &quot;%1&quot; is no time</source>
        <translation>window “%1”不是时间段</translation>
    </message>
    <message>
        <source>expected &quot;22:00-06:00&quot;</source>
        <translation>应写成 &quot;22:00-06:00&quot;</translation>
    </message>
    <message>
        <source>robots &quot;%1&quot; is unknown</source>
        <translation>robots 的值“%1”不认识</translation>
    </message>
    <message>
        <source>expected obey, or &quot;ignore: who decided so&quot;</source>
        <translation>应为 obey，或 &quot;ignore: 由谁决定&quot;</translation>
    </message>
    <message>
        <source>tls &quot;%1&quot; is unknown</source>
        <translation>tls 的值“%1”不认识</translation>
    </message>
    <message>
        <source>expected verify or accept</source>
        <translation>应为 verify 或 accept</translation>
    </message>
</context>
<context>
    <name>Count</name>
    <message>
        <source>sites</source>
        <translation>站点</translation>
    </message>
    <message>
        <source>sites unchanged</source>
        <translation>未变化站点</translation>
    </message>
    <message>
        <source>files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>columns</source>
        <translation>栏目</translation>
    </message>
    <message>
        <source>undecided columns</source>
        <translation>待定栏目</translation>
    </message>
    <message>
        <source>articles</source>
        <translation>稿件</translation>
    </message>
    <message>
        <source>letters</source>
        <translation>信件</translation>
    </message>
    <message>
        <source>attachments</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>images</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>addresses</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>addresses failed</source>
        <translation>失败地址</translation>
    </message>
    <message>
        <source>duplicates merged</source>
        <translation>已合并重复稿件</translation>
    </message>
    <message>
        <source>loaded</source>
        <translation>已加载</translation>
    </message>
    <message>
        <source>merged</source>
        <translation>已合并</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>已舍弃</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>mapping files written</source>
        <translation>写入的映射文件</translation>
    </message>
    <message>
        <source>create</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>update</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>不变</translation>
    </message>
    <message>
        <source>retire</source>
        <translation>下线</translation>
    </message>
    <message>
        <source>conflict</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>links</source>
        <translation>链接</translation>
    </message>
    <message>
        <source>redirects</source>
        <translation>跳转</translation>
    </message>
    <message>
        <source>records written</source>
        <translation>写入记录</translation>
    </message>
    <message>
        <source>rows written</source>
        <translation>写入行</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>findings</source>
        <translation>发现</translation>
    </message>
    <message>
        <source>records undone</source>
        <translation>已撤销记录</translation>
    </message>
    <message>
        <source>links parked</source>
        <translation>待后续批次的链接</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>已更改</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>保留原决定</translation>
    </message>
    <message>
        <source>given twice</source>
        <translation>重复给出</translation>
    </message>
    <message>
        <source>chains folded</source>
        <translation>合并的跳转链</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>decisions</source>
        <translation>决定</translation>
    </message>
    <message>
        <source>redirected</source>
        <translation>跳转</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>已下线</translation>
    </message>
    <message>
        <source>stays</source>
        <translation>保留原址</translation>
    </message>
    <message>
        <source>covered</source>
        <translation>已覆盖</translation>
    </message>
    <message>
        <source>open</source>
        <translation>未决定</translation>
    </message>
    <message>
        <source>all</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>lines</source>
        <translation>日志行</translation>
    </message>
    <message>
        <source>malformed</source>
        <translation>格式不符</translation>
    </message>
    <message>
        <source>junk</source>
        <translation>垃圾请求</translation>
    </message>
    <message>
        <source>robots</source>
        <translation>爬虫</translation>
    </message>
    <message>
        <source>other methods</source>
        <translation>其他方法</translation>
    </message>
    <message>
        <source>other hosts</source>
        <translation>其他主机</translation>
    </message>
    <message>
        <source>failed before</source>
        <translation>旧站已报错</translation>
    </message>
    <message>
        <source>requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>traps</source>
        <translation>爬取陷阱</translation>
    </message>
    <message>
        <source>interpretations open</source>
        <translation>解读待关联</translation>
    </message>
    <message>
        <source>policy documents</source>
        <translation>政策文件</translation>
    </message>
    <message>
        <source>interpretations linked</source>
        <translation>已关联的解读</translation>
    </message>
</context>
<context>
    <name>DomainAudit</name>
    <message>
        <source>error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>info</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>an IP address is no domain</source>
        <translation>IP 地址不是域名</translation>
    </message>
    <message>
        <source>this is no host name</source>
        <translation>不是有效的主机名</translation>
    </message>
    <message>
        <source>the domain does not end in .gov.cn</source>
        <translation>域名不以 .gov.cn 结尾</translation>
    </message>
    <message>
        <source>the host is reached through an explicit port</source>
        <translation>通过显式端口访问</translation>
    </message>
    <message>
        <source>a Chinese domain of a government site ends in .政务</source>
        <translation>政府网站的中文域名应以 .政务 结尾</translation>
    </message>
    <message>
        <source>the Chinese domain is not the full or short name of the body</source>
        <translation>中文域名不是机构全称或规范化简称</translation>
    </message>
    <message>
        <source>a portal is www.&lt;area&gt;.gov.cn</source>
        <translation>门户网站域名应为 www.&lt;地区&gt;.gov.cn</translation>
    </message>
    <message>
        <source>the label after www is not the one registered for the area</source>
        <translation>www 之后的标签与登记册中该地区的标签不一致</translation>
    </message>
    <message>
        <source>a department is &lt;body&gt;.&lt;area&gt;.gov.cn</source>
        <translation>部门网站域名应为 &lt;部门&gt;.&lt;地区&gt;.gov.cn</translation>
    </message>
    <message>
        <source>the area label is not that of the portal of the same level</source>
        <translation>地区标签与本级门户网站不一致</translation>
    </message>
    <message>
        <source>a unit of a vertically managed department is &lt;unit&gt;.&lt;department&gt;.gov.cn</source>
        <translation>垂直管理部门的基层单位域名应为 &lt;单位&gt;.&lt;部门&gt;.gov.cn</translation>
    </message>
    <message>
        <source>bodies of this level have no site of their own: a path of the county portal</source>
        <translation>该层级单位不单独开设网站：应为县级门户网站的路径</translation>
    </message>
    <message>
        <source>the body has more than one site</source>
        <translation>该单位开设了一个以上网站</translation>
    </message>
    <message>
        <source>several hosts are active and none is declared the main one</source>
        <translation>多个域名在用，未明确主域名</translation>
    </message>
    <message>
        <source>a further host of the site does not redirect to the main one</source>
        <translation>网站的其他域名未跳转到主域名</translation>
    </message>
    <message>
        <source>an idle domain is to be cancelled</source>
        <translation>闲置域名应予注销</translation>
    </message>
    <message>
        <source>a column, channel or topic has a host of its own</source>
        <translation>栏目、频道或专题使用了单独的域名</translation>
    </message>
    <message>
        <source>a business system has a host of its own</source>
        <translation>业务系统使用了单独的域名</translation>
    </message>
    <message>
        <source>the target domain does not comply either</source>
        <translation>目标域名也不符合规则</translation>
    </message>
    <message>
        <source>an institution without administrative functions uses .gov.cn</source>
        <translation>不承担行政职能的事业单位使用了 .gov.cn</translation>
    </message>
    <message>
        <source>the domain is registered for another body</source>
        <translation>域名注册单位与主办单位不一致</translation>
    </message>
    <message>
        <source>the change has no approval reference</source>
        <translation>变更没有审批文号</translation>
    </message>
    <message>
        <source>the name does not resolve: links to it lead nowhere, or some day elsewhere</source>
        <translation>域名无法解析：指向它的链接已失效，日后可能被他人利用</translation>
    </message>
    <message>
        <source>no answer over HTTPS</source>
        <translation>不支持 HTTPS 访问</translation>
    </message>
    <message>
        <source>the certificate is not valid</source>
        <translation>证书无效</translation>
    </message>
    <message>
        <source>HTTP is not redirected to HTTPS</source>
        <translation>HTTP 未跳转到 HTTPS</translation>
    </message>
    <message>
        <source>no address in IPv6</source>
        <translation>没有 IPv6 地址</translation>
    </message>
    <message>
        <source>a service platform: not to be folded into a portal automatically</source>
        <translation>政务服务平台：不得自动并入门户网站</translation>
    </message>
    <message>
        <source>two sites would get the same domain</source>
        <translation>两个网站会得到同一域名</translation>
    </message>
    <message>
        <source>no domain is proposed: the area or body is not in the register</source>
        <translation>未提出域名建议：登记册中没有该地区或机构</translation>
    </message>
    <message>
        <source>the host is in the list twice</source>
        <translation>该域名在清单中重复</translation>
    </message>
    <message>
        <source>The first %1 of %2 rows; the CSV has all.</source>
        <translation>共 %2 行，显示前 %1 行；CSV 中有全部内容。</translation>
    </message>
    <message>
        <source>en</source>
        <translation>zh-CN</translation>
    </message>
    <message>
        <source>the redirects end less than 90 days after the switch</source>
        <translation>跳转在切换后不足 90 天即停止</translation>
    </message>
    <message>
        <source>bodies link to sites that are no government sites: opening them needs a prompt</source>
        <translation>正文链接到非政府网站：打开时须有提示</translation>
    </message>
    <message>
        <source>old addresses of the site have no answer yet</source>
        <translation>站点仍有旧地址没有去向</translation>
    </message>
    <message>
        <source>the site was cut over without a verification that passed</source>
        <translation>未经核验通过即已切换</translation>
    </message>
    <message>
        <source>pages show files of hosts outside of the batch</source>
        <translation>页面引用了本批次以外主机上的文件</translation>
    </message>
    <message>
        <source>the change is not filed in the national information system</source>
        <translation>变更未在全国政府网站信息报送系统登记</translation>
    </message>
    <message>
        <source>Domain audit</source>
        <translation>域名审核</translation>
    </message>
    <message>
        <source>Rules version</source>
        <translation>规则版本</translation>
    </message>
    <message>
        <source>Proposals come from the register of areas and departments, never from pinyin alone.</source>
        <translation>建议域名取自地区与部门登记册，从不单凭拼音推出。</translation>
    </message>
    <message>
        <source>hosts</source>
        <translation>个域名</translation>
    </message>
    <message>
        <source>hosts without an error</source>
        <translation>个域名没有错误</translation>
    </message>
    <message>
        <source>errors</source>
        <translation>个错误</translation>
    </message>
    <message>
        <source>warnings</source>
        <translation>个警告</translation>
    </message>
    <message>
        <source>remarks</source>
        <translation>条提示</translation>
    </message>
    <message>
        <source>solved since</source>
        <translation>项已解决</translation>
    </message>
    <message>
        <source>new since</source>
        <translation>项新增</translation>
    </message>
    <message>
        <source>places with old hosts</source>
        <translation>处仍有旧域名</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>依据状态</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>严重程度</translation>
    </message>
    <message>
        <source>What it asks</source>
        <translation>要求</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>发现</translation>
    </message>
    <message>
        <source>not tested: nothing is known</source>
        <translation>未检查：没有相关信息</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>域名</translation>
    </message>
    <message>
        <source>Site</source>
        <translation>站点</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Proposed domain</source>
        <translation>建议域名</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>处理办法</translation>
    </message>
    <message>
        <source>Proposed domains</source>
        <translation>建议域名</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Since the audit before</source>
        <translation>与上次审核相比</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>solved</source>
        <translation>已解决</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Old hosts still written in migrated content</source>
        <translation>迁移内容中残留的旧域名</translation>
    </message>
    <message>
        <source>In</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>部位</translation>
    </message>
    <message>
        <source>As written</source>
        <translation>原文</translation>
    </message>
    <message>
        <source>Why it is there</source>
        <translation>保留原因</translation>
    </message>
    <message>
        <source>page</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>script</source>
        <translation>脚本</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>file</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>mail</source>
        <translation>邮箱</translation>
    </message>
    <message>
        <source>an e-mail address: its domain needs a decision of its own</source>
        <translation>邮箱地址：其域名须另行决定</translation>
    </message>
    <message>
        <source>an address in running text: reported, never changed silently</source>
        <translation>正文文字中的地址：只报告，不擅自改动</translation>
    </message>
    <message>
        <source>in a script</source>
        <translation>在脚本中</translation>
    </message>
    <message>
        <source>no new address: its target was dropped, failed or is of a later wave</source>
        <translation>没有新地址：目标已舍弃、提取失败或属于后续批次</translation>
    </message>
    <message>
        <source>an address in text: reported, never changed silently</source>
        <translation>文字中的地址：只报告，不擅自改动</translation>
    </message>
    <message>
        <source>inside a file, which stays as it was published</source>
        <translation>在文件内，文件保持发布时原样</translation>
    </message>
    <message>
        <source>decided for the site</source>
        <translation>已为该站点确定</translation>
    </message>
    <message>
        <source>a service platform keeps its host until people decide (DR-025)</source>
        <translation>政务服务平台在人工决定之前保留原域名（DR-025）</translation>
    </message>
    <message>
        <source>a path of the county portal (DR-006); the register names no portal or no label for it</source>
        <translation>应为县级门户的路径（DR-006）；登记册中没有该门户或该部门的标签</translation>
    </message>
    <message>
        <source>a path of the portal of %1 (DR-006)</source>
        <translation>%1门户网站的路径（DR-006）</translation>
    </message>
    <message>
        <source>complies already</source>
        <translation>已合规</translation>
    </message>
    <message>
        <source>another host of the site complies</source>
        <translation>该站点另一域名合规</translation>
    </message>
    <message>
        <source>the area of an unnamed body is not in the register</source>
        <translation>未写明单位，登记册中无从查其地区</translation>
    </message>
    <message>
        <source>the area of %1 is not in the register</source>
        <translation>登记册中没有“%1”所属地区</translation>
    </message>
    <message>
        <source>the register&apos;s label of %1</source>
        <translation>登记册中“%1”的标签</translation>
    </message>
    <message>
        <source>the department of %1 is not in the register</source>
        <translation>登记册中没有“%1”的部门</translation>
    </message>
    <message>
        <source>the register&apos;s labels of %1 and %2</source>
        <translation>登记册中“%1”和“%2”的标签</translation>
    </message>
    <message>
        <source>%1 sites would get it</source>
        <translation>%1 个站点会得到同一域名</translation>
    </message>
    <message>
        <source>say which site it belongs to</source>
        <translation>写明属于哪个站点</translation>
    </message>
    <message>
        <source>map the host to the standard host, rewrite links, add to the cancel list</source>
        <translation>映射到规范域名，改写链接，列入注销清单</translation>
    </message>
    <message>
        <source>report only (registration is outside the tool)</source>
        <translation>只报告（注册不在本工具范围内）</translation>
    </message>
    <message>
        <source>rewrite to the registered main host</source>
        <translation>改写为登记的主域名</translation>
    </message>
    <message>
        <source>rewrite e.g. www.gz???.gov.cn -&gt; &lt;dept&gt;.gz.gov.cn per mapping table</source>
        <translation>按对照表改写，如 www.gz???.gov.cn 改为 &lt;部门&gt;.gz.gov.cn</translation>
    </message>
    <message>
        <source>target is a path of the county portal, /&lt;slug&gt;/…; exception only with recorded approval</source>
        <translation>改为县级门户的路径 /&lt;标签&gt;/…；例外须有批准记录</translation>
    </message>
    <message>
        <source>301 from every alias to the main host with path and query kept</source>
        <translation>每个别名以 301 跳转到主域名，保留路径和参数</translation>
    </message>
    <message>
        <source>propose a path slug; flag systems for manual decision</source>
        <translation>建议路径；业务系统由人工决定</translation>
    </message>
    <message>
        <source>report only</source>
        <translation>只报告</translation>
    </message>
    <message>
        <source>rewrite if a mapping exists, else unlink and keep the text, list in the report</source>
        <translation>有对应地址则改写，否则去链接留文字，并列入报告</translation>
    </message>
    <message>
        <source>configurable, default 90 days</source>
        <translation>可设置，默认 90 天</translation>
    </message>
    <message>
        <source>regenerate SiteDomain; old values may hold a scheme and a slash</source>
        <translation>重新生成 SiteDomain；旧值可能带协议和斜杠</translation>
    </message>
    <message>
        <source>links have a new address and stay as written</source>
        <translation>链接已有新地址，却仍保持原样</translation>
    </message>
    <message>
        <source>addresses in running text or scripts stay as written: they are reported</source>
        <translation>正文文字或脚本中的地址保持原样：仅作报告</translation>
    </message>
    <message>
        <source>links were changed to addresses without HTTPS</source>
        <translation>链接被改写为非 HTTPS 地址</translation>
    </message>
    <message>
        <source>SiteDomain names another host</source>
        <translation>SiteDomain 所写的是另一个主机</translation>
    </message>
    <message>
        <source>SiteIDCode is not that of the site</source>
        <translation>SiteIDCode 不是本网站的标识码</translation>
    </message>
    <message>
        <source>the footer lacks one of the six marks, or shows that of a closed site</source>
        <translation>页脚缺少六项标识之一，或仍为已关停网站的标识</translation>
    </message>
    <message>
        <source>the site was cut over without a further run after the first load</source>
        <translation>网站在首次导入后未再做增量迁移即切换</translation>
    </message>
</context>
<context>
    <name>PipelineText</name>
    <message>
        <source>reports: %1</source>
        <translation>报告：%1</translation>
    </message>
    <message>
        <source>locking the workspace</source>
        <translation>锁定工作区</translation>
    </message>
    <message>
        <source>another guiyi (process %1) is working on it</source>
        <translation>另一个 guiyi（进程 %1）正在使用</translation>
    </message>
    <message>
        <source>wait until it is done</source>
        <translation>请等它完成</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>stopped on request</source>
        <translation>已按要求停止</translation>
    </message>
    <message>
        <source>run the same command again: it goes on where it was</source>
        <translation>重新运行同一命令，将从中断处继续</translation>
    </message>
</context>
<context>
    <name>QCommandLineParser</name>
    <message>
        <source>Usage: %1</source>
        <translation>用法：%1</translation>
    </message>
    <message>
        <source>Options:</source>
        <translation>选项：</translation>
    </message>
    <message>
        <source>Arguments:</source>
        <translation>参数：</translation>
    </message>
    <message>
        <source>[options]</source>
        <translation>[选项]</translation>
    </message>
    <message>
        <source>Unknown option &apos;%1&apos;.</source>
        <translation>未知选项“%1”。</translation>
    </message>
    <message>
        <source>Missing value after &apos;%1&apos;.</source>
        <translation>“%1”之后缺少值。</translation>
    </message>
    <message>
        <source>Unexpected value after &apos;%1&apos;.</source>
        <translation>“%1”之后不应有值。</translation>
    </message>
</context>
<context>
    <name>Report</name>
    <message>
        <source>loaded</source>
        <translation>已加载</translation>
    </message>
    <message>
        <source>merged</source>
        <translation>已合并</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>已舍弃</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>create</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>update</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>不变</translation>
    </message>
    <message>
        <source>retire</source>
        <translation>下线</translation>
    </message>
    <message>
        <source>conflict</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>move</source>
        <translation>迁移</translation>
    </message>
    <message>
        <source>merge</source>
        <translation>合并</translation>
    </message>
    <message>
        <source>page</source>
        <translation>单页</translation>
    </message>
    <message>
        <source>link</source>
        <translation>链接</translation>
    </message>
    <message>
        <source>drop</source>
        <translation>舍弃</translation>
    </message>
    <message>
        <source>undecided</source>
        <translation>待定</translation>
    </message>
    <message>
        <source>article</source>
        <translation>稿件</translation>
    </message>
    <message>
        <source>column</source>
        <translation>栏目</translation>
    </message>
    <message>
        <source>letter</source>
        <translation>信件</translation>
    </message>
    <message>
        <source>attachment</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>image</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>asset</source>
        <translation>样式脚本</translation>
    </message>
    <message>
        <source>other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>tenant</source>
        <translation>子站</translation>
    </message>
    <message>
        <source>file</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>taxonomy</source>
        <translation>标准栏目</translation>
    </message>
    <message>
        <source>list</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>external</source>
        <translation>外链</translation>
    </message>
    <message>
        <source>blank</source>
        <translation>空白</translation>
    </message>
    <message>
        <source>person</source>
        <translation>人工</translation>
    </message>
    <message>
        <source>tool</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>low confidence</source>
        <translation>把握不足</translation>
    </message>
    <message>
        <source>no date</source>
        <translation>无日期</translation>
    </message>
    <message>
        <source>missing file</source>
        <translation>文件缺失</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>survivor</source>
        <translation>保留稿</translation>
    </message>
    <message>
        <source>exact</source>
        <translation>完全相同</translation>
    </message>
    <message>
        <source>info</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>en</source>
        <comment>language code of this translation</comment>
        <extracomment>The language code of this translation, as HTML wants it.</extracomment>
        <translation>zh-CN</translation>
    </message>
    <message>
        <source>What needs a person</source>
        <translation>需要人工处理</translation>
    </message>
    <message>
        <source>Undecided columns, conflicts, weak proposals, and what the old site no longer gives.</source>
        <translation>待定栏目、冲突、把握不足的建议，以及旧站已不能提供的内容。</translation>
    </message>
    <message>
        <source>Site</source>
        <translation>站点</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Articles concerned</source>
        <translation>涉及稿件</translation>
    </message>
    <message>
        <source>What</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>如何处理</translation>
    </message>
    <message>
        <source>What apply will do</source>
        <translation>执行时将做什么</translation>
    </message>
    <message>
        <source>Every record that is new, changed, retired or in conflict, with the fields that differ.</source>
        <translation>所有新建、变更、下线或冲突的记录，以及有差异的字段。</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Old address</source>
        <translation>旧地址</translation>
    </message>
    <message>
        <source>New address</source>
        <translation>新地址</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>变更</translation>
    </message>
    <message>
        <source>Decisions on columns</source>
        <translation>栏目决定</translation>
    </message>
    <message>
        <source>What becomes of every column of every site, and why. Edit mappings/&lt;site&gt;.yaml to decide otherwise.</source>
        <translation>各站点每个栏目的去向和理由。如需改变，请编辑 mappings/&lt;site&gt;.yaml。</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>栏目</translation>
    </message>
    <message>
        <source>Articles</source>
        <translation>稿件</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>决定</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Standard column</source>
        <translation>标准栏目</translation>
    </message>
    <message>
        <source>Shown in</source>
        <translation>展示于</translation>
    </message>
    <message>
        <source>Confidence %</source>
        <translation>把握 %</translation>
    </message>
    <message>
        <source>Decided by</source>
        <translation>决定者</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Domains before and after</source>
        <translation>域名前后对照</translation>
    </message>
    <message>
        <source>Where each site is found today and where it will be.</source>
        <translation>各站点现在的域名和将来的域名。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Host today</source>
        <translation>现主机</translation>
    </message>
    <message>
        <source>Other hosts</source>
        <translation>其他主机</translation>
    </message>
    <message>
        <source>New home page</source>
        <translation>新首页</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>合规</translation>
    </message>
    <message>
        <source>Dropped and failed</source>
        <translation>舍弃与失败</translation>
    </message>
    <message>
        <source>Every address that gets no new one, with the reason.</source>
        <translation>所有没有新地址的旧地址及原因。</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>去向</translation>
    </message>
    <message>
        <source>Duplicates merged</source>
        <translation>已合并的重复稿件</translation>
    </message>
    <message>
        <source>Articles with the same text: one stays, the others&apos; columns and addresses lead to it.</source>
        <translation>正文相同的稿件只保留一篇，其余的栏目和地址都指向它。</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>重复组</translation>
    </message>
    <message>
        <source>Relation</source>
        <translation>关系</translation>
    </message>
    <message>
        <source>Similarity %</source>
        <translation>相似度 %</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Survivor</source>
        <translation>保留稿</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>发现</translation>
    </message>
    <message>
        <source>What the stages noticed on the way.</source>
        <translation>各阶段发现的问题。</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>严重程度</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Related articles</source>
        <translation>相关稿件</translation>
    </message>
    <message>
        <source>Articles that belong together and stay apart: interpretations of documents, revisions, excerpts, and what may be the same.</source>
        <translation>相互关联但不合并的稿件：文件解读、修订、摘录，以及可能重复的稿件。</translation>
    </message>
    <message>
        <source>Other site</source>
        <translation>对方站点</translation>
    </message>
    <message>
        <source>Other address</source>
        <translation>对方地址</translation>
    </message>
    <message>
        <source>Policy documents</source>
        <translation>规范性文件</translation>
    </message>
    <message>
        <source>What each says of itself, in its box or its text; empty where it says nothing.</source>
        <translation>文件元数据框或正文中的记载；没有记载的留空。</translation>
    </message>
    <message>
        <source>Document number</source>
        <translation>发文字号</translation>
    </message>
    <message>
        <source>Issuer</source>
        <translation>发布机构</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>成文日期</translation>
    </message>
    <message>
        <source>In force from</source>
        <translation>施行日期</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>有效期至</translation>
    </message>
    <message>
        <source>Validity</source>
        <translation>有效性</translation>
    </message>
    <message>
        <source>Interpretations</source>
        <translation>解读数</translation>
    </message>
    <message>
        <source>What the official checks would say</source>
        <translation>普查指标预测</translation>
    </message>
    <message>
        <source>Blank and stale columns before and after, and the decisions behind them. A veto caused by the plan has to be solved before apply.</source>
        <translation>迁移前后的空白栏目和未更新栏目及其原因。由方案造成的单项否决必须在写入前解决。</translation>
    </message>
    <message>
        <source>A veto from</source>
        <translation>单项否决数</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>迁移前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>迁移后</translation>
    </message>
    <message>
        <source>Veto before</source>
        <translation>迁移前否决</translation>
    </message>
    <message>
        <source>Veto after</source>
        <translation>迁移后否决</translation>
    </message>
    <message>
        <source>Caused by the plan</source>
        <translation>由方案造成</translation>
    </message>
    <message>
        <source>Counted back from</source>
        <translation>计算截止日</translation>
    </message>
    <message>
        <source>Columns after, and why</source>
        <translation>迁移后的栏目及原因</translation>
    </message>
    <message>
        <source>articles</source>
        <translation>稿件</translation>
    </message>
    <message>
        <source>texts</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>contents</source>
        <translation>文件内容</translation>
    </message>
    <message>
        <source>links</source>
        <translation>链接</translation>
    </message>
    <message>
        <source>addresses</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>letters</source>
        <translation>信件</translation>
    </message>
    <message>
        <source>counts</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>dead</source>
        <translation>失效</translation>
    </message>
    <message>
        <source>parked</source>
        <translation>待后续批次</translation>
    </message>
    <message>
        <source>What was checked</source>
        <translation>检查内容</translation>
    </message>
    <message>
        <source>check</source>
        <translation>检查项</translation>
    </message>
    <message>
        <source>checked</source>
        <translation>已检查</translation>
    </message>
    <message>
        <source>Faults by rule</source>
        <translation>按规则统计的问题</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>faults</source>
        <translation>问题数</translation>
    </message>
    <message>
        <source>Articles by site, column, kind and year</source>
        <translation>按站点、栏目、类型、年份统计的稿件</translation>
    </message>
    <message>
        <source>site</source>
        <translation>站点</translation>
    </message>
    <message>
        <source>source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>platform</source>
        <translation>平台</translation>
    </message>
    <message>
        <source>Faults</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>old address</source>
        <translation>旧地址</translation>
    </message>
    <message>
        <source>new address</source>
        <translation>新地址</translation>
    </message>
    <message>
        <source>expected</source>
        <translation>应为</translation>
    </message>
    <message>
        <source>found</source>
        <translation>实为</translation>
    </message>
    <message>
        <source>verify.json has all.</source>
        <translation>全部见 verify.json。</translation>
    </message>
    <message>
        <source>Links that lead nowhere, as the plan listed them</source>
        <translation>计划中已列出的失效链接</translation>
    </message>
    <message>
        <source>state</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Sample for people</source>
        <translation>人工抽样</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>签字</translation>
    </message>
    <message>
        <source>organisation</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>articles found wrong</source>
        <translation>发现有误的稿件</translation>
    </message>
    <message>
        <source>signature and date</source>
        <translation>签名及日期</translation>
    </message>
    <message>
        <source>Verification</source>
        <translation>核验报告</translation>
    </message>
    <message>
        <source>Everything that was checked is as it should be.</source>
        <translation>检查的内容全部正确。</translation>
    </message>
    <message>
        <source>title, date and source are the same</source>
        <translation>标题、日期、来源一致</translation>
    </message>
    <message>
        <source>the text is whole</source>
        <translation>正文完整</translation>
    </message>
    <message>
        <source>pictures, tables and attachments are there</source>
        <translation>图片、表格、附件齐全</translation>
    </message>
    <message>
        <source>it stands in the right column</source>
        <translation>栏目正确</translation>
    </message>
    <message>
        <source>%1 of %2 articles, drawn by lot from every site and kind. When all are found right, then with %3 % confidence fewer than %4 % of all articles are wrong.</source>
        <translation>从各站点、各类型中随机抽取 %2 篇稿件中的 %1 篇。若全部正确，则有 %3 % 的把握认为错误稿件不足 %4 %。</translation>
    </message>
    <message>
        <source>%1 faults</source>
        <translation>%1 个问题</translation>
    </message>
    <message>
        <source>Columns before and after</source>
        <translation>整合前后的栏目</translation>
    </message>
    <message>
        <source>Found, and what became of it</source>
        <translation>发现的内容及其去向</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>计划</translation>
    </message>
    <message>
        <source>addresses found</source>
        <translation>发现的地址</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>all sites</source>
        <translation>全部站点</translation>
    </message>
    <message>
        <source>columns</source>
        <translation>栏目</translation>
    </message>
    <message>
        <source>columns after</source>
        <translation>整合后栏目</translation>
    </message>
    <message>
        <source>columns before</source>
        <translation>整合前栏目</translation>
    </message>
    <message>
        <source>conflicts</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>deleted or merged</source>
        <translation>撤销或合并</translation>
    </message>
    <message>
        <source>duplicate articles merged</source>
        <translation>合并的重复稿件</translation>
    </message>
    <message>
        <source>fields</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>levels</source>
        <translation>层级</translation>
    </message>
    <message>
        <source>links rewritten</source>
        <translation>改写的链接</translation>
    </message>
    <message>
        <source>moved or renamed</source>
        <translation>移动或改名</translation>
    </message>
    <message>
        <source>per level, before → after</source>
        <translation>各级数量，整合前 → 整合后</translation>
    </message>
    <message>
        <source>records to create</source>
        <translation>待新建记录</translation>
    </message>
    <message>
        <source>records to retire</source>
        <translation>待下线记录</translation>
    </message>
    <message>
        <source>records to update</source>
        <translation>待更新记录</translation>
    </message>
    <message>
        <source>records unchanged</source>
        <translation>未变记录</translation>
    </message>
    <message>
        <source>redirects</source>
        <translation>重定向</translation>
    </message>
    <message>
        <source>sites</source>
        <translation>站点</translation>
    </message>
    <message>
        <source>Dry run</source>
        <translation>演练报告</translation>
    </message>
    <message>
        <source>What would happen to each record if this plan were applied. Nothing has been written to the platform by it.</source>
        <translation>如果执行此计划，每条记录会发生什么。计划本身没有向平台写入任何内容。</translation>
    </message>
    <message>
        <source>%2 rows; also in %3.</source>
        <translation>共 %2 行，也见 %3。</translation>
    </message>
    <message>
        <source>The first %1 of %2 rows; all of them are in %3.</source>
        <translation>共 %2 行，此处为前 %1 行；全部见 %3。</translation>
    </message>
    <message>
        <source>first page</source>
        <translation>第一页</translation>
    </message>
    <message>
        <source>last page</source>
        <translation>最后一页</translation>
    </message>
    <message>
        <source>next page</source>
        <translation>下一页</translation>
    </message>
    <message>
        <source>previous page</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>消失</translation>
    </message>
    <message>
        <source>reread</source>
        <translation>重新解析</translation>
    </message>
    <message>
        <source>date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>decide which version stays; the platform&apos;s one is kept until then</source>
        <translation>请决定保留哪个版本；决定之前保留平台上的版本</translation>
    </message>
    <message>
        <source>get it from the old server while it runs</source>
        <translation>趁旧服务器仍在运行，从中取回</translation>
    </message>
    <message>
        <source>look it up, or leave it undated</source>
        <translation>查证日期，或保持无日期</translation>
    </message>
    <message>
        <source>get the file from the old server and extract again</source>
        <translation>从旧服务器取回文件后重新提取</translation>
    </message>
    <message>
        <source>Every address ever seen has exactly one outcome: found = loaded + merged + dropped + failed.</source>
        <translation>每个出现过的地址有且只有一个去向：发现 = 已加载 + 已合并 + 已舍弃 + 失败。</translation>
    </message>
    <message>
        <source>links parked</source>
        <translation>待后续批次的链接</translation>
    </message>
</context>
<context>
    <name>Stage</name>
    <message>
        <source>extract</source>
        <translation>抽取</translation>
    </message>
    <message>
        <source>map</source>
        <translation>映射</translation>
    </message>
    <message>
        <source>plan</source>
        <translation>计划</translation>
    </message>
    <message>
        <source>apply</source>
        <translation>执行</translation>
    </message>
    <message>
        <source>rollback</source>
        <translation>回滚</translation>
    </message>
    <message>
        <source>verify</source>
        <translation>核验</translation>
    </message>
    <message>
        <source>capture</source>
        <translation>采集</translation>
    </message>
    <message>
        <source>copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>State</name>
    <message>
        <source>never</source>
        <translation>未运行</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>fresh</source>
        <translation>最新</translation>
    </message>
</context>
<context>
    <name>Unit</name>
    <message>
        <source>pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>sites</source>
        <translation>站点</translation>
    </message>
    <message>
        <source>records</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>addresses</source>
        <translation>个地址</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>files</source>
        <translation>个文件</translation>
    </message>
</context>
</TS>
