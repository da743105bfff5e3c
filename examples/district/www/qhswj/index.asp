<HTML>
<HEAD>
<TITLE>清禾区水务局</TITLE>
<LINK href="css/style.css" type=text/css rel=stylesheet>
<SCRIPT language=javascript src="js/menu.js"></SCRIPT>
</HEAD>
<BODY bgColor=#ffffff leftMargin=0 topMargin=0>
<TABLE width=778 border=0 align=center cellPadding=0 cellSpacing=0><TR><TD><IMG src="images/top.gif" width=778 height=130></TD></TR>
<TR><TD height=25 bgcolor=#3399CC><A href="index.asp">网站首页</A> | <A href="list.asp?cid=1">机构概况</A> | <A href="list.asp?cid=2">工作动态</A> | <A href="list.asp?cid=3">水旱灾害防御</A> | <A href="list.asp?cid=4">河长制</A> | <A href="list.asp?cid=5">通知公告</A> | <A href="http://www.qinghequ.gov.cn/">清禾区政府</A></TD></TR></TABLE>
<TABLE width=778 align=center border=0><TR><TD vAlign=top width=180><TABLE width="100%"><TR><TD height=28 bgcolor=#D6E7F7>&nbsp;·<A href="list.asp?cid=1">机构概况</A></TD></TR>
<TR><TD height=28 bgcolor=#D6E7F7>&nbsp;·<A href="list.asp?cid=2">工作动态</A></TD></TR>
<TR><TD height=28 bgcolor=#D6E7F7>&nbsp;·<A href="list.asp?cid=3">水旱灾害防御</A></TD></TR>
<TR><TD height=28 bgcolor=#D6E7F7>&nbsp;·<A href="list.asp?cid=4">河长制</A></TD></TR>
<TR><TD height=28 bgcolor=#D6E7F7>&nbsp;·<A href="list.asp?cid=5">通知公告</A></TD></TR>
</TABLE></TD>
<TD vAlign=top>
<TABLE width="100%"><TR><TD>您现在的位置：<A href="index.asp">网站首页</A> &gt;&gt; </TD></TR></TABLE>
<TABLE width="100%"><TR><TD bgcolor=#3399CC><B><A href="list.asp?cid=2">工作动态</A></B></TD></TR><TR><TD>·<A href="show.asp?id=5" title="水务系统开展安全生产月活动">水务系统开展安全生产月活动</A></TD></TR><TR><TD>·<A href="show.asp?id=4" title="东湾水厂扩建工程竣工">东湾水厂扩建工程竣工</A></TD></TR><TR><TD>·<A href="show.asp?id=3" title="我区节水型社会建设通过验收">我区节水型社会建设通过验收</A></TD></TR><TR><TD>·<A href="show.asp?id=2" title="农村饮水安全巩固提升工程开工">农村饮水安全巩固提升工程开工</A></TD></TR></TABLE>
<TABLE width="100%"><TR><TD bgcolor=#3399CC><B><A href="list.asp?cid=3">水旱灾害防御</A></B></TD></TR><TR><TD>·<A href="show.asp?id=14" title="2019年汛前准备工作就绪">2019年汛前准备工作就绪</A></TD></TR><TR><TD>·<A href="show.asp?id=13" title="做好台风“山茶”防御工作">做好台风“山茶”防御工作</A></TD></TR><TR><TD>·<A href="show.asp?id=12" title="区水务局启动防汛应急响应">区水务局启动防汛应急响应</A></TD></TR><TR><TD>·<A href="show.asp?id=6" title="全区水库安全度汛检查情况">全区水库安全度汛检查情况</A></TD></TR></TABLE>
<TABLE width="100%"><TR><TD bgcolor=#3399CC><B><A href="list.asp?cid=4">河长制</A></B></TD></TR><TR><TD>·<A href="show.asp?id=18" title="白鹭镇打造河长制主题公园">白鹭镇打造河长制主题公园</A></TD></TR><TR><TD>·<A href="show.asp?id=17" title="河湖“清四乱”专项行动取得实效">河湖“清四乱”专项行动取得实效</A></TD></TR><TR><TD>·<A href="show.asp?id=16" title="河长制工作月报（2018年10月）">河长制工作月报（2018年10月）</A></TD></TR><TR><TD>·<A href="show.asp?id=15" title="区级河长巡查清溪河">区级河长巡查清溪河</A></TD></TR></TABLE>
<TABLE width="100%"><TR><TD bgcolor=#3399CC><B><A href="list.asp?cid=5">通知公告</A></B></TD></TR><TR><TD>·<A href="show.asp?id=20" title="关于滨河路泵站检修的通知">关于滨河路泵站检修的通知</A></TD></TR><TR><TD>·<A href="show.asp?id=19" title="关于取水许可审批结果的公示">关于取水许可审批结果的公示</A></TD></TR><TR><TD>·<A href="show.asp?id=21" title="关于停征水利建设基金的通知">关于停征水利建设基金的通知</A></TD></TR></TABLE>

</TD></TR></TABLE>
<TABLE width=778 align=center><TR><TD align=middle>版权所有：清禾区水务局　地址：清禾区滨河路88号　邮编：330099<BR>网站标识码：4499010023</TD></TR></TABLE>
</BODY></HTML>
