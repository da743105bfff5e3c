-- phpMyAdmin SQL Dump
SET SQL_MODE = "NO_AUTO_VALUE_ON_ZERO";
CREATE TABLE `xw_lanmu` (
  `lm_id` int(11) NOT NULL,
  `lm_fid` int(11) NOT NULL DEFAULT '0',
  `lm_name` varchar(50) NOT NULL COMMENT '栏目名',
  `lm_paixu` int(11) NOT NULL DEFAULT '0',
  `lm_link` varchar(200) NOT NULL DEFAULT '',
  `lm_neirong` text NOT NULL
) ENGINE=MyISAM DEFAULT CHARSET=gbk;
INSERT INTO `xw_lanmu` (`lm_id`, `lm_fid`, `lm_name`, `lm_paixu`, `lm_link`, `lm_neirong`) VALUES
(1, 0, '政务动态', 1, '', ''),
(2, 1, '乡镇动态', 1, '', ''),
(3, 0, '县情概况', 2, '', '<p>本县位于山区。</p>'),
(4, 0, '办事大厅', 3, 'http://bs.example.gov.cn/', ''),
(5, 77, '走失的栏目', 4, '', ''),
(9, 0, '县长信箱', 5, '', '');
CREATE TABLE `xw_wenzhang` (
  `wz_id` int(11) NOT NULL,
  `lm_id` int(11) NOT NULL,
  `wz_title` varchar(200) NOT NULL,
  `wz_source` varchar(50) NOT NULL,
  `wz_time` datetime NOT NULL,
  `wz_shenhe` tinyint(4) NOT NULL,
  `wz_content` mediumtext NOT NULL,
  `wz_fujian` varchar(500) NOT NULL DEFAULT ''
) ENGINE=MyISAM DEFAULT CHARSET=gbk;
INSERT INTO `xw_wenzhang` VALUES
(1, 2, '誠信镇召开春耕会议', '本站', '2015-03-05 08:05:00', 1, '&lt;p&gt;三月五日，誠信镇召开春耕会议。&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;', ''),
(2, 1, '关于印发实施方案的通知', '县政府办', '2016-01-02 00:00:00', 1, '&lt;p&gt;各镇：&lt;/p&gt;<!--fenye-->&lt;p&gt;请遵照执行。&lt;/p&gt;', '2016/a.doc|实施方案.doc;2016/b.xls|附表.xls'),
(3, 1, '还没有审核的稿件', '', '2016-01-03 00:00:00', 0, '&lt;p&gt;草稿&lt;/p&gt;', ''),
(4, 88, '没有栏目的稿件', '', '0000-00-00 00:00:00', 1, '&lt;p&gt;它的栏目已经删除。&lt;/p&gt;', ''),
(5, 2, '县城全景', '', '2016-01-04 00:00:00', 1, '&lt;p&gt;俯瞰县城。&lt;img src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAwAAAAMCAIAAADZF8uwAAAAjElEQVR42mNgUPXKn7LzHrOGb9H0PQ/ZtANKZ+1/wqkXXDH30HMew7DqBUdf8TNENyw99V7EMq55xdlP4jaJbasvfJWyT+lcd/mHrFN6z8ZrvxVcsxi23SZsFoOgGWGzGHImEjaL4fgbwmYxKLkTNouhdhFhsxhu/CVsFoNxBGGzGPo2EzaL4SUfYbMARYfTQSuCySAAAAAASUVORK5CYII=" alt="全景"&gt;&lt;/p&gt;', '');
CREATE TABLE `xw_xinxiang` (
  `id` int(11) NOT NULL, `biaoti` varchar(100), `xingming` varchar(20), `shijian` datetime, `wenti` text, `huifu` text, `hfshijian` datetime, `gongkai` tinyint(1)
) ENGINE=MyISAM DEFAULT CHARSET=gbk;
INSERT INTO `xw_xinxiang` VALUES (1, '路灯不亮', '张**', '2016-05-01 10:00:00', '人民路的路灯不亮。', '已经修好。', '2016-05-03 09:00:00', 1),
(2, '不公开的信', '李**', '2016-05-02 10:00:00', '请不要公开。', NULL, NULL, 0);
