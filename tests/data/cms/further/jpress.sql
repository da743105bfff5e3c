INSERT INTO article VALUES (3,NULL,NULL,'用标记写的','王五','# 标题\n\n第一段**重点**，见[附件](/attachment/a.pdf)。\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n<script>alert(1)</script><b>原样</b>','markdown','',NULL,NULL,'normal',1,'2019-03-05 08:30:00',NULL,'',0);
INSERT INTO article_category_mapping VALUES (3,2);
