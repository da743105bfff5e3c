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
        <source>Pages: JSON lines {id, file, url, encoding?}; files may be gzipped and are relative to this file.</source>
        <translation>页面清单：每行一个 JSON {id, file, url, encoding?}；文件可为 .gz，路径相对于本文件。</translation>
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
        <source>nginx, csv or jsonl.</source>
        <translation>nginx、csv 或 jsonl。</translation>
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
        <source>expected sqlite:/path/platform.db</source>
        <translation>应为 sqlite:/路径/platform.db</translation>
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
</context>
</TS>
